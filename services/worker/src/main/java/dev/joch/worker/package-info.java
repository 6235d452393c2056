/**
 * Runs agent programs: leases runs, starts a program for each, supervises it and reports how it
 * ended.
 *
 * <p>A program is anything that keeps the agent contract ({@code docs/agent-contract.md}). Nothing
 * that it does, or leaves undone, may harm another run or leave a process behind.
 */
@NullMarked
package dev.joch.worker;

import org.jspecify.annotations.NullMarked;
