/**
 * The walk of a question: what counts for the agent, the facts, the verdict of policy, ways past
 * it, guardians, the record.
 */
@NullMarked
package dev.joch.policyengine.judge;

import org.jspecify.annotations.NullMarked;
