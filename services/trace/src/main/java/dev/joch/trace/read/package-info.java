/** Answers what was recorded, one page at a time. */
@NullMarked
package dev.joch.trace.read;

import org.jspecify.annotations.NullMarked;
