package dev.joch.cli.command;

import java.util.List;

/**
 * One option of a command.
 *
 * @param names as typed, e.g. {@code -n} and {@code --namespace}; the last one is the name the code
 *     uses
 * @param value what follows it, in capitals; empty for a flag
 * @param help one line
 * @param words what may follow it, for completion and checking; empty when anything may
 */
public record Option(List<String> names, String value, String help, List<String> words) {

    public Option {
        names = List.copyOf(names);
        words = List.copyOf(words);
        if (names.isEmpty() || !names.getLast().startsWith("--")) {
            throw new IllegalArgumentException("an option needs a long name: " + names);
        }
    }

    /** An option that is there or not. */
    public static Option flag(String names, String help) {
        return new Option(List.of(names.split(",")), "", help, List.of());
    }

    /** An option with a value. */
    public static Option value(String names, String value, String help) {
        return new Option(List.of(names.split(",")), value, help, List.of());
    }

    /** A flag that may be followed by an address. */
    public static Option address(String names, String help) {
        return new Option(List.of(names.split(",")), "[URL]", help, List.of());
    }

    /** An option with one of a few values. */
    public static Option choice(String names, String help, String... words) {
        return new Option(List.of(names.split(",")), String.join("|", words), help, List.of(words));
    }

    public String name() {
        return names.getLast();
    }

    public boolean takesValue() {
        return !value.isEmpty();
    }

    /** Whether it may also stand alone. */
    boolean mayStandAlone() {
        return value.startsWith("[");
    }

    /** {@code -n, --namespace NAME}, as the help shows it. */
    String shown() {
        String indent = names.getFirst().startsWith("--") ? "    " : "";
        return indent + String.join(", ", names) + (takesValue() ? " " + value : "");
    }
}
