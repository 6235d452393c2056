/**
 * Decides what may go on: allow, deny, modify, or only after somebody agreed.
 *
 * <p>An engine that does not know says no to side effects. Every decision is recorded.
 */
@NullMarked
package dev.joch.policyengine;

import org.jspecify.annotations.NullMarked;
