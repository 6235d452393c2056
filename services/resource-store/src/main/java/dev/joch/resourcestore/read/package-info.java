/** Looking at the catalogue: now, at a revision, page by page, and back in time. */
@NullMarked
package dev.joch.resourcestore.read;

import org.jspecify.annotations.NullMarked;
