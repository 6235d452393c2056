package dev.joch.trace.span;

/**
 * What is known of a run besides its spans.
 *
 * @param agent empty when nobody says
 * @param environment empty when nobody says
 * @param sampling how its traces are sampled
 */
public record RunFacts(String agent, String environment, Sampling sampling) {}
