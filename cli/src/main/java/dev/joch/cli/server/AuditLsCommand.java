package dev.joch.cli.server;

import dev.joch.cli.api.Pages;
import dev.joch.cli.api.Query;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.Listing;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.resource.ListOptions;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** {@code joch audit ls}. */
public final class AuditLsCommand implements Command {
    private static final int USUAL = 50;
    private static final List<String> FIELDS =
            List.of("sequence", "time", "subject", "verb", "resource", "outcome");
    private static final List<String> WIDE_FIELDS = List.of("method", "peer", "requestId");

    @Override
    public Page page() {
        return Page.of("audit ls", "Show who did what")
                .options(
                        Option.value("--subject", "NAME", "by this caller"),
                        Option.value("--verb", "VERB", "of this kind: apply, get, delete, ..."),
                        Option.value(
                                "--resource",
                                "KIND/NAMESPACE/NAME",
                                "on this resource, or a prefix of it"),
                        ListOptions.SINCE,
                        Option.value("--limit", "NUMBER", "at most so many (default 50)"),
                        Option.flag("--oldest-first", "in the order it happened"),
                        ListOptions.NO_HEADERS)
                .example("joch audit ls --since 24h", "the last day")
                .example(
                        "joch audit ls --verb delete --subject alice@example.com",
                        "what Alice deleted")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        String since = ListOptions.since(arguments, session);
        List<@Nullable Object> records =
                Pages.read(
                        session.client(),
                        "records",
                        arguments.number("--limit", USUAL),
                        () ->
                                Query.at("audit")
                                        .with("subject", arguments.value("--subject", ""))
                                        .with("verb", arguments.value("--verb", ""))
                                        .with("resource", arguments.value("--resource", ""))
                                        .with("since", since)
                                        .with(
                                                "descending",
                                                arguments.has("--oldest-first") ? "" : "true"));
        boolean wide = Format.parse(session.settings().output()).isWide();
        new Listing("No audit records found.", headers(wide), record -> row(record, wide))
                .print(records, arguments, session);
        return ExitCode.OK;
    }

    private static List<String> headers(boolean wide) {
        return fields(wide).stream()
                .map(field -> field.equals("requestId") ? "request" : field)
                .map(field -> field.toUpperCase(Locale.ROOT))
                .toList();
    }

    private static List<String> row(@Nullable Object record, boolean wide) {
        return fields(wide).stream().map(field -> Tree.text(record, field)).toList();
    }

    private static List<String> fields(boolean wide) {
        return wide ? Stream.concat(FIELDS.stream(), WIDE_FIELDS.stream()).toList() : FIELDS;
    }
}
