/**
 * One agent to its manifest: a pure function of records.
 *
 * <p>Whatever is looked up is written down, found or not, so that a change of any of it leads back
 * to this agent. All findings are told, not only the first.
 */
@NullMarked
package dev.joch.compiler.agent;

import org.jspecify.annotations.NullMarked;
