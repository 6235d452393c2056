/**
 * Start and stop of a process made of one or more services, in order, and out again without losing
 * what was accepted.
 */
@NullMarked
package dev.joch.service.process;

import org.jspecify.annotations.NullMarked;
