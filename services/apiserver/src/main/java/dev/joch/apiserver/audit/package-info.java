/**
 * Who did what: a record of every call that nobody can change unnoticed.
 *
 * <p>A mutation is on record before it happens (the intent) and before its answer leaves (the
 * outcome); where the log cannot be written, nothing is changed. Each tenant has a chain of its
 * own: a record's hash covers its content and the hash before it. What a chain cannot show by
 * itself, a cut tail or a rewrite from end to end, shows against signed heads that are kept outside
 * of the database.
 */
@NullMarked
package dev.joch.apiserver.audit;

import org.jspecify.annotations.NullMarked;
