/** Work that nobody asks for. */
@NullMarked
package dev.joch.trace.upkeep;

import org.jspecify.annotations.NullMarked;
