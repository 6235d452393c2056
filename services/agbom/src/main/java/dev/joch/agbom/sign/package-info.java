/** Signed copies, and how a reader tells that somebody changed one. */
@NullMarked
package dev.joch.agbom.sign;

import org.jspecify.annotations.NullMarked;
