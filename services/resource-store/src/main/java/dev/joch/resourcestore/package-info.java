/**
 * The resource store: versioned records, one atomic commit per request, and the change feed.
 *
 * <p>A write comes in by {@link dev.joch.resourcestore.ResourceEndpoint}, waits in {@code write}
 * for a group, is decided by the pure {@code rules} on the state that a backend of {@code store}
 * loads under its revision lock, and is committed with its group. The commit then enters the window
 * of {@code watch}, from where every watcher is served.
 *
 * <p>Always true: revisions grow in commit order and no reader ever sees one appear behind another
 * it has seen; a request is committed as a whole or not at all; nothing in here looks into a spec
 * or a status.
 */
@NullMarked
package dev.joch.resourcestore;

import org.jspecify.annotations.NullMarked;
