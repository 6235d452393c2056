/**
 * From an agent to its next generation, if there is one: gather, describe, compare, write, commit.
 */
@NullMarked
package dev.joch.agbom.generate;

import org.jspecify.annotations.NullMarked;
