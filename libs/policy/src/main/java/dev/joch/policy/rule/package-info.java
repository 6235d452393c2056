/**
 * Rules compiled once: map form to CEL, CEL checked against the vocabulary, and from there to a
 * tree of conditions. Comparisons of a fact with constants are decided here, what only CEL can say
 * stays a CEL program, so the index can see what a rule needs and a decision rarely starts an
 * interpreter. A test holds both ways of evaluation against each other.
 *
 * <p>Conditions have four truths. {@code MISSING}: a fact is not known, the rule is about something
 * else and does not match. {@code ERROR}: a fact has another type than it should have, an
 * expression reads a label or an argument that is not there, a division by zero, the budget of an
 * expression is used up. Every effect of a rule restrains, so an error counts as a match: a denial
 * denies, an approval is asked for, a redaction is done. A rule that does not compile denies
 * whatever its policy is asked.
 *
 * <p>In the map form a label or an argument that is not there matches nothing. An expression that
 * means the same says so: {@code 'env' in agent.labels && agent.labels.env == 'prod'}.
 *
 * <p>Expressions are bounded in length, depth and nodes when they are read, and in iterations when
 * they run; their regular expressions are RE2.
 */
@NullMarked
package dev.joch.policy.rule;

import org.jspecify.annotations.NullMarked;
