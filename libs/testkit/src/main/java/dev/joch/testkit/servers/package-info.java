/**
 * Real servers for tests: one decision for all of them, made once a process and said in one line.
 *
 * <p>Containers where an engine answers and has the images already (nothing is ever pulled),
 * otherwise processes started from the artifacts that the build has anyway.
 */
@NullMarked
package dev.joch.testkit.servers;

import org.jspecify.annotations.NullMarked;
