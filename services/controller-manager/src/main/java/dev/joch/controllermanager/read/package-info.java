/** Reads of the catalogue as it is now, with the revision at which it was read. */
@NullMarked
package dev.joch.controllermanager.read;

import org.jspecify.annotations.NullMarked;
