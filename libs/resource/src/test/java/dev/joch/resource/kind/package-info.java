/** The list of kinds and the words for them. */
@NullMarked
package dev.joch.resource.kind;

import org.jspecify.annotations.NullMarked;
