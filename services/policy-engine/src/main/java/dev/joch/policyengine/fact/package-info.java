/** Facts as values of the contract, and those that records state about what they describe. */
@NullMarked
package dev.joch.policyengine.fact;

import org.jspecify.annotations.NullMarked;
