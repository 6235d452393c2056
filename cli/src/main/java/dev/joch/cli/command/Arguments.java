package dev.joch.cli.command;

import dev.joch.cli.problem.FailureException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was typed after the name of a command. */
public final class Arguments {
    private final List<String> words = new ArrayList<>();
    private final Map<String, List<String>> options = new LinkedHashMap<>();

    void addWord(String word) {
        words.add(word);
    }

    void addOption(Option option, String value) {
        options.computeIfAbsent(option.name(), name -> new ArrayList<>()).add(value);
    }

    /** All that is not an option, in order. */
    public List<String> words() {
        return List.copyOf(words);
    }

    /** The first word and no other. */
    public String onlyWord(String what) {
        if (words.size() != 1) {
            throw FailureException.usage(
                    words.isEmpty() ? what + " is missing" : "exactly one " + what + " is expected",
                    "see --help");
        }
        return words.getFirst();
    }

    /** Refuses words where none are expected. */
    public void noWords() {
        if (!words.isEmpty()) {
            throw FailureException.usage(
                    "unexpected argument \"" + words.getFirst() + "\"", "see --help");
        }
    }

    /** Whether a flag was given, and not as {@code --flag=false}. */
    public boolean has(String name) {
        List<String> given = options.get(name);
        return given != null && !given.getLast().equals("false");
    }

    /** The last value given. */
    public Optional<String> value(String name) {
        List<String> given = options.get(name);
        return given == null ? Optional.empty() : Optional.of(given.getLast());
    }

    /** All values given, in order. */
    public List<String> values(String name) {
        return List.copyOf(options.getOrDefault(name, List.of()));
    }

    public String value(String name, String otherwise) {
        return value(name).orElse(otherwise);
    }

    /** The value as a number of at least 0. */
    public int number(String name, int otherwise) {
        Optional<String> text = value(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, together with negative numbers
        }
        throw FailureException.usage(
                name + " takes a number, not \"" + text.get() + "\"",
                "for example " + name + " 20");
    }

    public Duration duration(String name, Duration otherwise) {
        return value(name).map(text -> Durations.parse(name, text)).orElse(otherwise);
    }
}
