/** Work that nobody asks for. */
@NullMarked
package dev.joch.compiler.upkeep;

import org.jspecify.annotations.NullMarked;
