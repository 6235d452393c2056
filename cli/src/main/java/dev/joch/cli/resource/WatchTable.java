package dev.joch.cli.resource;

import dev.joch.cli.api.ApiClient;
import dev.joch.cli.api.Reference;
import dev.joch.cli.api.Selection;
import dev.joch.cli.api.WatchFeed;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.json.JsonWriter;
import dev.joch.cli.json.Tree;
import dev.joch.cli.kind.KindRow;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.TableText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is there, and then what becomes of it, until somebody stops it. */
final class WatchTable {
    private static final Duration FOR_EVER = Duration.ofDays(3650);
    private static final int FIRST_PAGE = 500;

    private final Arguments arguments;
    private final Session session;
    private final Format format;

    WatchTable(Arguments arguments, Session session, Format format) {
        this.arguments = arguments;
        this.session = session;
        this.format = format;
    }

    ExitCode show(Targets targets) {
        Selection selection = selection(targets);
        ApiClient.Shape shape = ServerTable.shape(format);
        ServerTable table = new ServerTable(List.of(), List.of());
        List<ServerTable.Row> rows = new ArrayList<>();
        String resourceVersion;
        String next = "";
        do {
            Object page = session.client().page(selection, shape, FIRST_PAGE, next);
            if (format.isTable()) {
                table = ServerTable.ofAnswer(selection.kind(), page);
                rows.addAll(table.rows());
            } else if (!arguments.has("--watch-only")) {
                Tree.list(Tree.at(page, "items")).forEach(document -> document("ADDED", document));
            }
            resourceVersion = ApiClient.resourceVersion(page);
            next = ApiClient.continueToken(page);
        } while (!next.isEmpty());
        boolean namespaces = selection.namespace().isEmpty() && selection.kind().namespaced();
        TableWriter writer =
                new TableWriter(
                        session, format.isWide(), namespaces, !arguments.has("--no-headers"));
        TableText text =
                first(table.withRows(arguments.has("--watch-only") ? List.of() : rows), writer);
        session.screen().out().flush();
        new WatchFeed(session.client(), selection, shape, resourceVersion, FOR_EVER)
                .follow(event -> print(event, selection.kind(), writer, text));
        return ExitCode.OK;
    }

    private @Nullable TableText first(ServerTable table, TableWriter writer) {
        return format.isTable() ? writer.write(table, List.of(), "") : null;
    }

    /** Prints one change; true when nobody reads any more. */
    private boolean print(
            WatchFeed.Event event, KindRow kind, TableWriter writer, @Nullable TableText text) {
        if (text == null) {
            document(event.type(), event.object());
        } else {
            ServerTable one = ServerTable.ofAnswer(kind, event.object());
            for (ServerTable.Row row : one.rows()) {
                ServerTable.Row shown = event.type().equals("DELETED") ? one.gone(row) : row;
                session.screen().line(text.line(writer.cells(one, shown, "")));
            }
        }
        session.screen().out().flush();
        return session.screen().gone();
    }

    private void document(String type, @Nullable Object document) {
        if (format instanceof Format.JsonLines) {
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("type", type);
            line.put("object", document);
            session.screen().line(JsonWriter.line(line));
            return;
        }
        session.screen()
                .out()
                .append(format instanceof Format.Yaml ? "---\n" : "")
                .append(format.value(document));
    }

    private Selection selection(Targets targets) {
        String labels = arguments.value("--selector", "");
        String fields = arguments.value("--field-selector", "");
        if (targets instanceof Targets.OfKinds of && of.kinds().size() == 1) {
            return new Selection(
                    of.kinds().getFirst(),
                    ListOptions.namespace(arguments, session),
                    labels,
                    fields);
        }
        if (targets instanceof Targets.Named named && named.references().size() == 1) {
            Reference one = named.references().getFirst();
            return new Selection(
                    one.kind(), one.namespace(), labels, "metadata.name=" + one.name());
        }
        throw FailureException.usage(
                "a watch follows one kind or one resource", "for example joch get agents -w");
    }
}
