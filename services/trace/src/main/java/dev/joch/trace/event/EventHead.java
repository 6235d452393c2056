package dev.joch.trace.event;

/**
 * What is known of a run's events without them.
 *
 * @param id of its row
 * @param dropped events that are not kept
 * @param ended the run is over, as the events say
 */
public record EventHead(long id, long dropped, boolean ended) {}
