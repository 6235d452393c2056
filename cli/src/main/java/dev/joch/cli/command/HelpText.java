package dev.joch.cli.command;

import dev.joch.cli.Catalogue;

import java.util.List;

/** Writes the help pages. */
public final class HelpText {
    private static final int COLUMN = 34;
    private static final int COMMAND_COLUMN = 15;

    private HelpText() {}

    /** The page of one command. */
    public static String of(Page page) {
        StringBuilder out = new StringBuilder();
        out.append(page.summary()).append("\n\n");
        if (!page.description().isEmpty()) {
            out.append(page.description().strip()).append("\n\n");
        }
        String usage = page.usage().isEmpty() ? "" : " " + page.usage();
        out.append("Usage:\n  joch ").append(page.name()).append(usage).append(" [options]\n");
        if (!page.examples().isEmpty()) {
            out.append("\nExamples:\n");
            for (Page.Example example : page.examples()) {
                out.append("  # ").append(example.meaning()).append('\n');
                out.append("  ").append(example.command()).append('\n');
            }
        }
        if (!page.options().isEmpty()) {
            out.append("\nOptions:\n");
            append(out, page.options());
        }
        out.append("\nOptions of every command:\n");
        append(out, GlobalOptions.ALL);
        return out.toString();
    }

    private static void append(StringBuilder out, List<Option> options) {
        for (Option option : options) {
            String shown = option.shown();
            out.append("  ").append(shown);
            if (shown.length() >= COLUMN) {
                out.append('\n').repeat(' ', COLUMN + 2);
            } else {
                out.repeat(' ', COLUMN - shown.length());
            }
            out.append(option.help()).append('\n');
        }
    }

    /** What {@code joch} alone prints. */
    public static String overview() {
        StringBuilder out = new StringBuilder();
        out.append(
                "joch runs fleets of AI agents: desired state, policy, execution, money, audit.\n\n");
        out.append("Usage:\n  joch COMMAND [arguments] [options]\n");
        Catalogue.Group group = null;
        for (Catalogue.Entry entry : Catalogue.entries()) {
            if (entry.hidden()) {
                continue;
            }
            if (entry.group() != group) {
                group = entry.group();
                out.append('\n').append(group.title()).append(":\n");
            }
            line(out, entry.name(), entry.summary());
        }
        out.append("\nFirst steps:\n");
        out.append(
                "  joch quickstart            start a server of your own and fill it with an example\n");
        out.append("  joch get all               see what is there\n");
        out.append("  joch COMMAND --help        options and examples of a command\n");
        return out.toString();
    }

    /** What a noun alone prints: its actions. */
    public static String actions(String noun, List<Catalogue.Entry> actions) {
        StringBuilder out =
                new StringBuilder("Usage:\n  joch " + noun + " ACTION [options]\n\nActions:\n");
        actions.forEach(
                entry -> line(out, entry.name().substring(noun.length() + 1), entry.summary()));
        out.append("\nSee joch ").append(noun).append(" ACTION --help.\n");
        return out.toString();
    }

    private static void line(StringBuilder out, String name, String summary) {
        out.append("  ").append(name);
        out.repeat(' ', Math.max(1, COMMAND_COLUMN - name.length()));
        out.append(summary).append('\n');
    }
}
