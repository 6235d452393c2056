package dev.joch.cli.resource;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Durations;
import dev.joch.cli.command.Option;
import dev.joch.cli.session.Session;

/** Options that lists share, and what they mean. */
public final class ListOptions {
    public static final Option ALL_NAMESPACES =
            Option.flag("-A,--all-namespaces", "in all namespaces");
    public static final Option NO_HEADERS = Option.flag("--no-headers", "rows only");
    public static final Option SINCE =
            Option.value("--since", "DURATION|TIME", "not older, e.g. 24h or 2026-05-10T10:00:00Z");
    static final Option SELECTOR =
            Option.value("-l,--selector", "LABELS", "by labels: env=prod,tier!=gold,role in (a,b)");
    static final Option FIELD_SELECTOR =
            Option.value("--field-selector", "FIELDS", "by fields: status.phase=Ready");
    static final Option YES = Option.flag("-y,--yes", "do it without asking");
    static final Option DRY_RUN = Option.flag("--dry-run", "say what would happen, change nothing");

    private ListOptions() {}

    /** The namespace of a list: empty for all of them. */
    public static String namespace(Arguments arguments, Session session) {
        return arguments.has("--all-namespaces") ? "" : session.settings().namespace();
    }

    /** A point in time, from a duration or a time; empty when none was given. */
    public static String since(Arguments arguments, Session session) {
        return arguments
                .value("--since")
                .map(text ->
                        text.contains("T")
                                ? text
                                : session.now().minus(Durations.parse("--since", text)).toString())
                .orElse("");
    }
}
