/**
 * What a resource must be before it is stored.
 *
 * <p>Owns no state. Reads the store, writes nothing, and says everything that is wrong with a batch
 * at once. What the verdict relied on goes back as preconditions, so that the store refuses the
 * write if it has changed by then.
 */
@NullMarked
package dev.joch.admission;

import org.jspecify.annotations.NullMarked;
