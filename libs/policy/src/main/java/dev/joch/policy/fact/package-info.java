/**
 * What policies can speak of: every fact with its type, the hooks at which it is known and the
 * words it may be compared with.
 *
 * <p>A fact that nobody sent matches nothing, neither {@code x == 'a'} nor {@code x != 'a'}: the
 * rule is about something else. The exception are the facts without which a hook cannot be judged
 * ({@link dev.joch.policy.fact.Facts#neededAt}): when one of them is missing, the rules that read
 * it count as matching.
 */
@NullMarked
package dev.joch.policy.fact;

import org.jspecify.annotations.NullMarked;
