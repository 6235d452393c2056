/**
 * What was decided. A decision that stops, changes or asks is durable before it is answered; one
 * that allows is written a moment later, and when that is not possible any more, nothing is allowed
 * that leaves traces elsewhere.
 */
@NullMarked
package dev.joch.policyengine.record;

import org.jspecify.annotations.NullMarked;
