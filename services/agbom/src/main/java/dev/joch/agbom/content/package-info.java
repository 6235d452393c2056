/**
 * What a bill says, in words of no format: pure, without clock, network or store. The same
 * resources give the same bytes, and a generation is new when the bytes are.
 */
@NullMarked
package dev.joch.agbom.content;

import org.jspecify.annotations.NullMarked;
