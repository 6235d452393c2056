package dev.joch.cli.command;

import java.util.ArrayList;
import java.util.List;

/**
 * Describes one command: what its help shows and its parser accepts.
 *
 * @param name words after {@code joch}
 * @param summary one line
 * @param usage the arguments, as the help shows them
 * @param description more, where one line is not enough
 * @param options its own; those that every command has are not among them
 * @param examples command and what it does
 * @param arguments what the arguments are, for completion
 */
public record Page(
        String name,
        String summary,
        String usage,
        String description,
        List<Option> options,
        List<Example> examples,
        Completes arguments) {

    /** What completion offers for an argument. */
    public enum Completes {
        NOTHING,
        FILES,
        /** A kind, then names of it. */
        RESOURCES,
        KINDS,
        CONTEXTS,
        SHELLS
    }

    /** One line a user can copy. */
    public record Example(String command, String meaning) {}

    public Page {
        options = List.copyOf(options);
        examples = List.copyOf(examples);
    }

    public static Builder of(String name, String summary) {
        return new Builder(name, summary);
    }

    /** Collects the parts of a page. */
    public static final class Builder {
        private final String name;
        private final String summary;
        private String usage = "";
        private String description = "";
        private Completes arguments = Completes.NOTHING;
        private final List<Option> options = new ArrayList<>();
        private final List<Example> examples = new ArrayList<>();

        private Builder(String name, String summary) {
            this.name = name;
            this.summary = summary;
        }

        public Builder usage(String usage, Completes completes) {
            this.usage = usage;
            arguments = completes;
            return this;
        }

        public Builder description(String description) {
            this.description = description;
            return this;
        }

        public Builder options(Option... more) {
            options.addAll(List.of(more));
            return this;
        }

        public Builder example(String command, String meaning) {
            examples.add(new Example(command, meaning));
            return this;
        }

        public Page build() {
            return new Page(name, summary, usage, description, options, examples, arguments);
        }
    }
}
