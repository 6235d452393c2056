/**
 * What programs write, on its way to the trace service.
 *
 * <p>Always true: the worker holds a bounded piece of each log. While the trace service takes them
 * in, a program that writes faster waits in its pipe; while it is away, lines go to disk up to a
 * bound, then they are counted and dropped. Chunks are numbered without gaps, so that a chunk sent
 * twice is known.
 */
@NullMarked
package dev.joch.worker.log;

import org.jspecify.annotations.NullMarked;
