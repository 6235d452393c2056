/**
 * Configuration, read once.
 *
 * <p>Each service has a file {@code joch-<service>.yml} on the class path that lists every key it
 * knows with its default. A key under {@code joch.} that no file lists stops the start: a misspelt
 * limit is worse than none.
 */
@NullMarked
package dev.joch.service.config;

import org.jspecify.annotations.NullMarked;
