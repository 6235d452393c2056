/**
 * Compiles agents as they are stored now.
 *
 * <p>The agent itself is read from the store each time; what it refers to comes from a replica that
 * follows the store. What the replica does not have is asked for before it is reported missing.
 */
@NullMarked
package dev.joch.compiler.compile;

import org.jspecify.annotations.NullMarked;
