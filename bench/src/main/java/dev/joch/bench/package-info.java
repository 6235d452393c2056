/**
 * How fast Joch is, measured from outside.
 *
 * <p>Each program prints one JSON line with the figures and the machine's facts. Load is
 * closed-loop where throughput is asked and open-loop where latency is asked, so that a slow answer
 * cannot hide the requests behind it.
 */
@NullMarked
package dev.joch.bench;

import org.jspecify.annotations.NullMarked;
