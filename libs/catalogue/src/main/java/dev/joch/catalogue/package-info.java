/**
 * The catalogue as other services see it: point reads, status writes, and a replica that follows
 * the store's feed.
 *
 * <p>The resource store owns the records. Whoever asks through here never writes anything but a
 * status.
 */
@NullMarked
package dev.joch.catalogue;

import org.jspecify.annotations.NullMarked;
