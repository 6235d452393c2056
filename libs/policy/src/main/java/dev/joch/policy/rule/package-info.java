/**
 * Rules, compiled once. Map form and expression both become CEL; types are checked against the
 * facts.
 *
 * <p>A rule of which a fact is unknown does not match. A rule that has all its facts and cannot be
 * evaluated all the same (a label that is not there, a division by zero) counts as matching: it was
 * written to stop, to ask or to redact, and a mistake in it must not let things pass.
 */
@NullMarked
package dev.joch.policy.rule;

import org.jspecify.annotations.NullMarked;
