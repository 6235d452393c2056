package dev.joch.cli.server;

import dev.joch.cli.api.ApiClient;
import dev.joch.cli.api.Query;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Durations;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.TableText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** {@code joch audit ls}. */
public final class AuditLsCommand implements Command {
    private static final int USUAL = 50;
    private static final int MOST_PER_PAGE = 1000;

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
                        Option.value(
                                "--since",
                                "DURATION|TIME",
                                "not older, e.g. 24h or 2026-05-10T10:00:00Z"),
                        Option.value("--limit", "NUMBER", "at most so many (default 50)"),
                        Option.flag("--oldest-first", "in the order it happened"),
                        Option.flag("--no-headers", "rows only"))
                .example("joch audit ls --since 24h", "the last day")
                .example(
                        "joch audit ls --verb delete --subject alice@example.com",
                        "what Alice deleted")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        Format format = Format.parse(session.settings().output());
        int limit = arguments.number("--limit", USUAL);
        List<@Nullable Object> records = new ArrayList<>();
        String next = "";
        do {
            Object page =
                    session.client()
                            .read(
                                    query(
                                            arguments,
                                            session,
                                            Math.min(limit - records.size(), MOST_PER_PAGE),
                                            next));
            records.addAll(records(page));
            next = ApiClient.continueToken(page);
        } while (!next.isEmpty() && records.size() < limit);
        print(records, arguments, session, format);
        return ExitCode.OK;
    }

    private static List<@Nullable Object> records(Object page) {
        List<@Nullable Object> records = Tree.list(Tree.at(page, "records"));
        return records.isEmpty() ? Tree.list(Tree.at(page, "items")) : records;
    }

    private static Query query(Arguments arguments, Session session, int limit, String next) {
        String since = arguments.value("--since").map(text -> since(text, session)).orElse("");
        return Query.at("audit")
                .with("subject", arguments.value("--subject", ""))
                .with("verb", arguments.value("--verb", ""))
                .with("resource", arguments.value("--resource", ""))
                .with("since", since)
                .with("limit", String.valueOf(limit))
                .with("continue", next)
                .with("descending", arguments.has("--oldest-first") ? "" : "true");
    }

    private static String since(String text, Session session) {
        return text.contains("T")
                ? text
                : session.now().minus(Durations.parse("--since", text)).toString();
    }

    private static void print(
            List<@Nullable Object> records, Arguments arguments, Session session, Format format) {
        if (!format.isTable()) {
            session.screen().out().append(format.list(records, "", ""));
            return;
        }
        if (records.isEmpty()) {
            session.say("No audit records found.");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Object record : records) {
            List<String> row = new ArrayList<>();
            for (String field :
                    List.of("sequence", "time", "subject", "verb", "resource", "outcome")) {
                row.add(Tree.text(record, field));
            }
            if (format.isWide()) {
                row.add(Tree.text(record, "method"));
                row.add(Tree.text(record, "peer"));
                row.add(Tree.text(record, "requestId"));
            }
            rows.add(row);
        }
        List<String> headers =
                new ArrayList<>(
                        List.of("SEQUENCE", "TIME", "SUBJECT", "VERB", "RESOURCE", "OUTCOME"));
        if (format.isWide()) {
            headers.addAll(List.of("METHOD", "PEER", "REQUEST"));
        }
        new TableText(headers, session.screen().width())
                .lines(rows, !arguments.has("--no-headers"))
                .forEach(session.screen()::line);
    }
}
