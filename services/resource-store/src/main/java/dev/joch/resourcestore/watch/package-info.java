/**
 * The change feed. Recent changes stand in a {@link dev.joch.resourcestore.watch.Window} in memory,
 * fed by this process's own commits and by following the log of the others'; watchers are served
 * from there and cost the database nothing.
 *
 * <p>A watcher gets every change after its revision that its selection lets through, once, in
 * order. Each has a bounded buffer and a thread of its own that sends as fast as the peer takes;
 * who lags too far is cut off and told where to resume. Only a watch that begins before the window
 * reads the log.
 */
@NullMarked
package dev.joch.resourcestore.watch;

import org.jspecify.annotations.NullMarked;
