/**
 * Proves that an adapter keeps its contract: an agent in its language does one thing of the runtime
 * client at a time, in a real program, and whoever it talks to looks at what came.
 *
 * <p>Models that fail over are the router's matter, not the adapter's: that the call arrives there
 * is what counts here.
 */
@NullMarked
package dev.joch.worker.conformance;

import org.jspecify.annotations.NullMarked;
