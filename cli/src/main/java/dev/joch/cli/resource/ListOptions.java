package dev.joch.cli.resource;

import dev.joch.cli.command.Option;

/** Options that several commands share. */
final class ListOptions {
    static final Option ALL_NAMESPACES = Option.flag("-A,--all-namespaces", "in all namespaces");
    static final Option SELECTOR =
            Option.value("-l,--selector", "LABELS", "by labels: env=prod,tier!=gold,role in (a,b)");
    static final Option FIELD_SELECTOR =
            Option.value("--field-selector", "FIELDS", "by fields: status.phase=Ready");
    static final Option YES = Option.flag("-y,--yes", "do it without asking");
    static final Option DRY_RUN = Option.flag("--dry-run", "say what would happen, change nothing");

    private ListOptions() {}
}
