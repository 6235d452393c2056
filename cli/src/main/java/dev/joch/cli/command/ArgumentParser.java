package dev.joch.cli.command;

import dev.joch.cli.problem.FailureException;
import dev.joch.resource.kind.Nearest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns words into options and arguments. Options may stand anywhere; {@code --} ends them; {@code
 * --name=value}, {@code -nvalue} and bundled flags are understood; a single dash is a word.
 */
public final class ArgumentParser {
    private final String command;
    private final Map<String, Option> options = new LinkedHashMap<>();
    private final Arguments arguments = new Arguments();

    private ArgumentParser(String command, List<Option> own) {
        this.command = command;
        for (Option option : own) {
            option.names().forEach(name -> options.put(name, option));
        }
        for (Option option : GlobalOptions.ALL) {
            option.names().forEach(name -> options.putIfAbsent(name, option));
        }
    }

    /** Reads the words of a command. */
    public static Arguments parse(Page page, List<String> words) {
        return new ArgumentParser("joch " + page.name(), page.options()).read(words);
    }

    /**
     * Finds where the command begins: the index of the first word that is neither an option nor its
     * value.
     */
    public static int skipOptions(List<String> words) {
        ArgumentParser parser = new ArgumentParser("joch", List.of());
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-") && words.get(at).length() > 1) {
            at = parser.option(words, at);
        }
        return at;
    }

    private Arguments read(List<String> words) {
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at);
            if (word.equals("--")) {
                words.subList(at + 1, words.size()).forEach(arguments::addWord);
                return arguments;
            }
            if (word.startsWith("-") && word.length() > 1) {
                at = option(words, at);
            } else {
                arguments.addWord(word);
                at++;
            }
        }
        return arguments;
    }

    private int option(List<String> words, int at) {
        String word = words.get(at);
        return word.startsWith("--") ? longOption(words, at) : shortOptions(words, at);
    }

    private int longOption(List<String> words, int at) {
        String word = words.get(at);
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Option option = known(name);
        if (equals >= 0) {
            add(option, word.substring(equals + 1));
            return at + 1;
        }
        return following(option, name, words, at + 1);
    }

    private int shortOptions(List<String> words, int at) {
        String word = words.get(at);
        for (int i = 1; i < word.length(); i++) {
            String name = "-" + word.charAt(i);
            Option option = known(name);
            if (option.takesValue()) {
                String rest = word.substring(i + 1);
                if (rest.isEmpty()) {
                    return following(option, name, words, at + 1);
                }
                add(option, rest.startsWith("=") ? rest.substring(1) : rest);
                return at + 1;
            }
            add(option, "true");
        }
        return at + 1;
    }

    private int following(Option option, String name, List<String> words, int at) {
        if (!option.takesValue()) {
            add(option, "true");
            return at;
        }
        if (option.mayStandAlone() && (at >= words.size() || !words.get(at).contains("://"))) {
            add(option, "");
            return at;
        }
        if (at >= words.size()) {
            throw FailureException.usage(
                    name + " needs a value: " + name + " " + option.value(),
                    "see " + command + " --help");
        }
        add(option, words.get(at));
        return at + 1;
    }

    private void add(Option option, String value) {
        if (!option.words().isEmpty() && !option.words().contains(value)) {
            throw FailureException.usage(
                    option.name() + " does not know \"" + value + "\"",
                    "one of " + String.join(", ", option.words()));
        }
        if (!option.takesValue() && !value.equals("true") && !value.equals("false")) {
            throw FailureException.usage(
                    option.name() + " is a flag and takes true or false, not \"" + value + "\"",
                    "see " + command + " --help");
        }
        arguments.addOption(option, value);
    }

    private Option known(String name) {
        Option option = options.get(name);
        if (option != null) {
            return option;
        }
        Optional<String> meant =
                name.startsWith("--") ? Nearest.to(name, longNames()) : Optional.empty();
        throw FailureException.usage(
                command + " has no option " + name,
                meant.map(word -> "did you mean " + word + "?")
                        .orElse("see " + command + " --help"));
    }

    private List<String> longNames() {
        List<String> names = new ArrayList<>(options.keySet());
        names.removeIf(name -> !name.startsWith("--"));
        return names;
    }
}
