/**
 * What decisions depend on: policies, environments, teams and agents as the controllers handed them
 * over. Every replica has all of it in memory, compiled, and follows the table in order of commit.
 */
@NullMarked
package dev.joch.policyengine.copy;

import org.jspecify.annotations.NullMarked;
