/**
 * What is recorded of runs: spans in trees and the lines that agent programs write.
 *
 * <p>What was acknowledged is durable. Traces are sampled, and say so; nothing that must be proven
 * later is kept only here.
 */
@NullMarked
package dev.joch.trace;

import org.jspecify.annotations.NullMarked;
