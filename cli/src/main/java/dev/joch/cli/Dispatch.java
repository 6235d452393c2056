package dev.joch.cli;

import dev.joch.cli.command.ArgumentParser;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.HelpText;
import dev.joch.cli.output.ErrorText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;
import dev.joch.cli.session.World;
import dev.joch.resource.kind.Nearest;

import java.util.ArrayList;
import java.util.List;

/** From words to a command, and from a failure to an exit code. */
public final class Dispatch {
    private final World world;

    public Dispatch(World world) {
        this.world = world;
    }

    /** Runs one command line and says how the process should end. */
    public int run(List<String> words) {
        try {
            return start(words).code();
        } catch (FailureException e) {
            return report(e.failure(), e, words);
        } catch (RuntimeException e) {
            Failure failure =
                    new Failure.Local(
                            "INTERNAL",
                            "something went wrong inside joch: " + e,
                            "run it again with --debug, and collect a report with joch bug-report");
            return report(failure, e, words);
        } finally {
            world.screen().out().flush();
            world.screen().err().flush();
        }
    }

    private ExitCode start(List<String> words) {
        int first = ArgumentParser.skipOptions(words);
        if (first >= words.size()) {
            world.screen().out().append(HelpText.overview());
            boolean asked = words.isEmpty() || words.contains("--help") || words.contains("-h");
            return asked ? ExitCode.OK : ExitCode.USAGE;
        }
        String noun = words.get(first);
        List<Catalogue.Entry> entries = Catalogue.below(noun);
        if (entries.isEmpty()) {
            throw unknown(noun);
        }
        List<String> rest = new ArrayList<>(words.subList(0, first));
        List<String> after = words.subList(first + 1, words.size());
        boolean itself = entries.getFirst().name().equals(noun);
        // what is a command by itself may have actions besides
        if (itself && !namesAction(noun, entries, after)) {
            rest.addAll(after);
            return run(Catalogue.load(noun), rest);
        }
        return action(noun, entries, rest, after);
    }

    private static boolean namesAction(
            String noun, List<Catalogue.Entry> entries, List<String> after) {
        return !after.isEmpty()
                && entries.stream()
                        .anyMatch(entry -> entry.name().equals(noun + " " + after.getFirst()));
    }

    /** A noun needs one of its actions. */
    private ExitCode action(
            String noun, List<Catalogue.Entry> entries, List<String> rest, List<String> after) {
        if (after.isEmpty() || after.getFirst().startsWith("-")) {
            world.screen().out().append(HelpText.actions(noun, entries));
            return after.contains("--help") || after.contains("-h") ? ExitCode.OK : ExitCode.USAGE;
        }
        String name = noun + " " + after.getFirst();
        if (entries.stream().noneMatch(entry -> entry.name().equals(name))) {
            List<String> actions =
                    entries.stream()
                            .map(entry -> entry.name().substring(noun.length() + 1))
                            .toList();
            throw FailureException.usage(
                    "joch " + noun + " has no action \"" + after.getFirst() + "\"",
                    Nearest.to(after.getFirst(), actions)
                            .map(near -> "did you mean joch " + noun + " " + near + "?")
                            .orElse("one of " + String.join(", ", actions)));
        }
        rest.addAll(after.subList(1, after.size()));
        return run(Catalogue.load(name), rest);
    }

    private ExitCode run(Command command, List<String> words) {
        if (asksForHelp(words)) {
            world.screen().out().append(HelpText.of(command.page()));
            return ExitCode.OK;
        }
        Arguments arguments = ArgumentParser.parse(command.page(), words);
        try (Session session = new Session(world, arguments)) {
            return command.run(arguments, session);
        }
    }

    private static boolean asksForHelp(List<String> words) {
        int end = words.indexOf("--");
        List<String> options = end < 0 ? words : words.subList(0, end);
        return options.contains("--help") || options.contains("-h");
    }

    private static FailureException unknown(String word) {
        List<String> nouns =
                Catalogue.entries().stream().map(Catalogue.Entry::noun).distinct().toList();
        return FailureException.usage(
                "joch has no command \"" + word + "\"",
                Nearest.to(word, nouns)
                        .map(near -> "did you mean joch " + near + "?")
                        .orElse("joch --help lists all commands"));
    }

    private int report(Failure failure, RuntimeException e, List<String> words) {
        world.screen().out().flush();
        Rendering rendering = Rendering.of(words, world);
        world.screen()
                .err()
                .append(
                        rendering.forPrograms()
                                ? ErrorText.forPrograms(failure) + "\n"
                                : ErrorText.forPeople(failure, rendering.paint()));
        if (rendering.debug()) {
            StackTrace.print(e, world.screen().err());
        }
        return failure.exit().code();
    }
}
