/** What has to be done from time to time so that the store does not grow for ever. */
@NullMarked
package dev.joch.resourcestore.upkeep;

import org.jspecify.annotations.NullMarked;
