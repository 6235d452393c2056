package dev.joch.controllermanager.trigger;

/** What came of starting a run. */
public sealed interface Started {

    /** It is there; perhaps it was before. */
    record There(String name) implements Started {}

    /** It will never be, as things are. */
    record Refused(String message) implements Started {}
}
