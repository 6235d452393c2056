package dev.joch.resourcestore.catalogue;

/**
 * What can be asked of the log.
 *
 * @param revision newest committed revision; 0 before the first
 * @param compacted states at revisions before this one are gone
 */
public record Bounds(long revision, long compacted) {}
