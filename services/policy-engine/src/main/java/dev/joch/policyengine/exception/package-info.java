/**
 * Ways past policy, each bounded and told: one rule out of force for a while, one call let through.
 * Both end by themselves.
 */
@NullMarked
package dev.joch.policyengine.exception;

import org.jspecify.annotations.NullMarked;
