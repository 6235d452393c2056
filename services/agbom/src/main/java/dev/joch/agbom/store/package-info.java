/** Generations of bills: appended under a strictly growing number, never changed, never removed. */
@NullMarked
package dev.joch.agbom.store;

import org.jspecify.annotations.NullMarked;
