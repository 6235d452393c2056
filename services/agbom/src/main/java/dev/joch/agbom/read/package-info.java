/** Bills as others ask for them: documents, lists, differences. */
@NullMarked
package dev.joch.agbom.read;

import org.jspecify.annotations.NullMarked;
