/**
 * The nouns of the store: keys, versions, changes, and the catalogue they make up.
 *
 * <p>A version never changes. The catalogue is the set of newest versions; the log is all retained
 * versions in order of revision.
 */
@NullMarked
package dev.joch.resourcestore.catalogue;

import org.jspecify.annotations.NullMarked;
