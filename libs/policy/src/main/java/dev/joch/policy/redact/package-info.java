/**
 * Sensitive data in payloads, found by form and checksum. Detectors look at texts, wherever they
 * are in the payload; names of fields stay.
 *
 * <p>Names of people and postal addresses have no form that a rule could find: the words exist in
 * the contract, and a policy that uses them is refused.
 */
@NullMarked
package dev.joch.policy.redact;

import org.jspecify.annotations.NullMarked;
