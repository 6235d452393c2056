/** Spans as they came: whose they are, what they say of a run, and how much of them is kept. */
@NullMarked
package dev.joch.trace.span;

import org.jspecify.annotations.NullMarked;
