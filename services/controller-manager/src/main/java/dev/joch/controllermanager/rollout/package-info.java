/**
 * Deployments: worker pools that are kept at their number and replaced version by version.
 *
 * <p>One version is one pool of a runtime, named by what it is made of. The next step is a pure
 * function of the wish and of the pools as they are ({@link
 * dev.joch.controllermanager.rollout.RolloutRules}); the controller does the step and looks again.
 * Nothing is remembered in between, so it may die at any line.
 */
@NullMarked
package dev.joch.controllermanager.rollout;

import org.jspecify.annotations.NullMarked;
