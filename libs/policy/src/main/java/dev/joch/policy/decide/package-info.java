/**
 * The decision: a pure function of policies, facts and payload. Policies speak in their order,
 * rules in theirs; a denial ends it, what is to be redacted is redacted in order, what needs
 * agreement is collected. When no rule matches, the call may go on.
 */
@NullMarked
package dev.joch.policy.decide;

import org.jspecify.annotations.NullMarked;
