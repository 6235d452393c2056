/**
 * What clients asked, what they were told and what they saw, in an order that can be judged.
 *
 * <p>An operation begins with an invocation and ends with one of three answers: done, refused, or
 * unknown. Unknown is a word of its own: the call may have taken effect, may take effect at any
 * later time, or never. A history is written as JSON lines, so that a run that failed can be judged
 * again without running it.
 */
@NullMarked
package dev.joch.testkit.history;

import org.jspecify.annotations.NullMarked;
