package dev.joch.agbom.store;

/**
 * One document of a generation.
 *
 * @param format {@code cyclonedx}, {@code spdx} or {@code swid}
 * @param signed whether it is the signed copy
 */
@SuppressWarnings("ArrayRecordComponent")
public record Document(String format, boolean signed, String mediaType, byte[] body) {}
