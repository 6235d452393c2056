/**
 * What is recorded of runs: spans in trees, and the lines that agent programs write.
 *
 * <p>What was acknowledged is durable, and what comes twice is there once. The identity of the
 * sender decides whose span it is, never the span itself. Everything has a bound, and what a bound
 * or sampling left out is counted. Decisions, approvals and audit are not traces: they are kept by
 * others and never sampled.
 */
@NullMarked
package dev.joch.trace;

import org.jspecify.annotations.NullMarked;
