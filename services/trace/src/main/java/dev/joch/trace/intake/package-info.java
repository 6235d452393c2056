/**
 * Spans come in over OTLP.
 *
 * <p>The sender is known by its token before anything of the request is believed. The answer is
 * given when the spans are durable; what cannot be kept is counted in the answer, and who comes
 * while too much waits is sent away with a time to come back.
 */
@NullMarked
package dev.joch.trace.intake;

import org.jspecify.annotations.NullMarked;
