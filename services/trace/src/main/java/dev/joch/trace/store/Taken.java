package dev.joch.trace.store;

/**
 * What became of the spans of one request.
 *
 * @param known were here already, or are now
 * @param refused found no more room in their trace
 */
public record Taken(int known, int refused) {}
