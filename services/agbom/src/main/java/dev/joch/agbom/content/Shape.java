package dev.joch.agbom.content;

/** What an entry is in the common language of the formats. */
public enum Shape {
    APPLICATION,
    LIBRARY,
    CONTAINER,
    MODEL,
    DATA,
    SERVICE
}
