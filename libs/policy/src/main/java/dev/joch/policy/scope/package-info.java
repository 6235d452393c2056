/**
 * Which policies have a say for an agent, and in which order: those of its environment, those of
 * its teams, those whose selector matches it, by name, and those it names itself.
 */
@NullMarked
package dev.joch.policy.scope;

import org.jspecify.annotations.NullMarked;
