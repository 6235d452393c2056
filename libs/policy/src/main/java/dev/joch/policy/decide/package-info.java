/**
 * The decision as a pure function of policies and a question.
 *
 * <p>Policies are asked in the order in which they are given, rules in the order in which they were
 * written. The first denial ends it; redactions are done in that order; approvals are collected. No
 * rule matches: allowed. An index sees to it that only rules are asked whose facts fit.
 */
@NullMarked
package dev.joch.policy.decide;

import org.jspecify.annotations.NullMarked;
