package dev.joch.cli.shell;

import dev.joch.cli.Catalogue;
import dev.joch.cli.api.ApiClient;
import dev.joch.cli.api.Selection;
import dev.joch.cli.command.ArgumentParser;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.GlobalOptions;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.kind.KindRow;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers completion scripts: one word a line, or {@code :files} where the shell should offer
 * files.
 */
public final class CompleteCommand implements Command {
    private static final String FILES = ":files";
    private static final int MOST_NAMES = 200;
    private static final List<String> FORMATS =
            List.of("table", "wide", "json", "yaml", "jsonl", "name", "jsonpath=");

    @Override
    public Page page() {
        return Page.of("__complete", "Answers completion scripts")
                .usage("-- WORD...", Page.Completes.NOTHING)
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        List<String> words = arguments.words();
        String current = words.isEmpty() ? "" : words.getLast();
        List<String> before = words.isEmpty() ? List.of() : words.subList(0, words.size() - 1);
        try {
            for (String candidate : candidates(before, current, session)) {
                if (candidate.equals(FILES) || candidate.startsWith(current)) {
                    session.screen().line(candidate);
                }
            }
        } catch (FailureException e) {
            // a completion that fails offers nothing: whoever types will see the reason when the
            // command runs
            return ExitCode.OK;
        }
        return ExitCode.OK;
    }

    private static List<String> candidates(List<String> before, String current, Session session) {
        if (before.isEmpty()) {
            return nouns();
        }
        List<Catalogue.Entry> below = Catalogue.below(before.getFirst());
        if (below.isEmpty()) {
            return List.of();
        }
        boolean single = below.getFirst().name().equals(before.getFirst());
        if (!single && before.size() == 1) {
            return below.stream()
                    .map(entry -> entry.name().substring(before.getFirst().length() + 1))
                    .toList();
        }
        String name = single ? before.getFirst() : before.get(0) + " " + before.get(1);
        if (below.stream().noneMatch(entry -> entry.name().equals(name))) {
            return List.of();
        }
        Page page = Catalogue.load(name).page();
        return ofCommand(page, before.subList(single ? 1 : 2, before.size()), current, session);
    }

    private static List<String> nouns() {
        return Catalogue.entries().stream()
                .filter(entry -> !entry.hidden())
                .map(Catalogue.Entry::noun)
                .distinct()
                .toList();
    }

    private static List<String> ofCommand(
            Page page, List<String> typed, String current, Session session) {
        List<Option> options = new ArrayList<>(page.options());
        options.addAll(GlobalOptions.ALL);
        Optional<Option> open =
                typed.isEmpty()
                        ? Optional.empty()
                        : options.stream()
                                .filter(option ->
                                        option.takesValue()
                                                && option.names().contains(typed.getLast()))
                                .findFirst();
        if (open.isPresent()) {
            return value(open.get(), session);
        }
        if (current.startsWith("-")) {
            return options.stream().map(Option::name).distinct().toList();
        }
        return arguments(page, ArgumentParser.parse(page, typed), current, session);
    }

    private static List<String> value(Option option, Session session) {
        if (!option.words().isEmpty()) {
            return option.words();
        }
        return switch (option.name()) {
            case "--output" -> FORMATS;
            case "--context" -> session.configurationFile().read().names();
            case "--filename", "--data", "--certificate-authority", "--file" -> List.of(FILES);
            default -> List.of();
        };
    }

    private static List<String> arguments(
            Page page, Arguments typed, String current, Session session) {
        return switch (page.arguments()) {
            case NOTHING -> List.of();
            case FILES -> List.of(FILES);
            case KINDS -> session.kinds().rows().stream().map(KindRow::singular).toList();
            case CONTEXTS -> session.configurationFile().read().names();
            case SHELLS -> List.of("bash", "zsh", "fish");
            case RESOURCES -> resources(typed, current, session);
        };
    }

    /** Kinds first; then names of that kind, or {@code kind/name}. */
    private static List<String> resources(Arguments typed, String current, Session session) {
        int slash = current.indexOf('/');
        if (slash > 0) {
            String word = current.substring(0, slash);
            return names(word, typed, session).stream().map(name -> word + "/" + name).toList();
        }
        List<String> words = typed.words();
        if (!words.isEmpty() && !words.getFirst().contains("/")) {
            return names(words.getFirst(), typed, session);
        }
        return session.kinds().plurals();
    }

    private static List<String> names(String word, Arguments typed, Session session) {
        KindRow kind = session.kinds().require(word);
        try (Session there = new Session(session.world(), typed)) {
            Selection selection = new Selection(kind, there.settings().namespace(), "", "");
            Object page = there.client().page(selection, ApiClient.Shape.TABLE, MOST_NAMES, "");
            List<String> names = new ArrayList<>();
            Tree.list(Tree.at(page, "rows")).forEach(row -> names.add(Tree.text(row, "name")));
            Tree.list(Tree.at(page, "items"))
                    .forEach(item -> names.add(Tree.text(item, "metadata", "name")));
            return names;
        }
    }
}
