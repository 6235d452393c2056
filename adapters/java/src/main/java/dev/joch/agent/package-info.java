/**
 * What an agent in Java is given: its input, a place for its output, and the calls that Joch
 * answers.
 *
 * <p>Nothing here needs more than the JDK, so that an agent may be one source file. The contract
 * below it is in {@code docs/agent-contract.md}; whoever prefers it can do without this package.
 */
@NullMarked
package dev.joch.agent;

import org.jspecify.annotations.NullMarked;
