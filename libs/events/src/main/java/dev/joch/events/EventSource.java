package dev.joch.events;

/**
 * A log that this process hands on. Each service that publishes contributes one.
 *
 * @param name of the log, e.g. {@code compiler}: consumers remember their place under it
 */
public record EventSource(String name, EventLog log) {

    public EventSource {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a source of events has a name");
        }
    }
}
