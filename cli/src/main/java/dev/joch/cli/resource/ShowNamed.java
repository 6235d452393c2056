package dev.joch.cli.resource;

import dev.joch.cli.api.ApiClient;
import dev.joch.cli.api.Reference;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.json.Tree;
import dev.joch.cli.kind.KindRow;
import dev.joch.cli.output.ErrorText;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Resources that were named. What is found is shown, what is not is said, and the exit code tells.
 */
final class ShowNamed {
    private final Arguments arguments;
    private final Session session;
    private final Format format;

    ShowNamed(Arguments arguments, Session session, Format format) {
        this.arguments = arguments;
        this.session = session;
        this.format = format;
    }

    ExitCode show(List<Reference> references) {
        int generation = arguments.number("--version", 0);
        ApiClient.Shape shape =
                format.isTable() && generation == 0
                        ? ServerTable.shape(format)
                        : ApiClient.Shape.DOCUMENTS;
        Map<KindRow, List<Object>> found = new LinkedHashMap<>();
        List<@Nullable Object> all = new ArrayList<>();
        @Nullable Failure missing = null;
        for (Reference reference : references) {
            try {
                Object answer =
                        session.client()
                                .get(
                                        reference,
                                        generation,
                                        arguments.value("--environment", ""),
                                        shape);
                found.computeIfAbsent(reference.kind(), kind -> new ArrayList<>()).add(answer);
                all.add(answer);
            } catch (FailureException e) {
                if (references.size() == 1 || e.failure().exit() != ExitCode.NOT_FOUND) {
                    throw e;
                }
                missing = e.failure();
                session.screen()
                        .say(ErrorText.forPeople(missing, session.errorPaint()).stripTrailing());
            }
        }
        print(found, all, references.size() == 1);
        return missing == null ? ExitCode.OK : missing.exit();
    }

    private void print(
            Map<KindRow, List<Object>> found, List<@Nullable Object> all, boolean single) {
        if (!format.isTable()) {
            String text = single ? format.value(all.getFirst()) : format.list(all, "", "");
            session.screen().out().append(text);
            return;
        }
        boolean first = true;
        for (Map.Entry<KindRow, List<Object>> kind : found.entrySet()) {
            if (!first) {
                session.screen().line("");
            }
            first = false;
            ServerTable table = table(kind.getKey(), kind.getValue());
            List<String> labels =
                    arguments.has("--show-labels") ? labels(kind.getKey(), table) : List.of();
            new TableWriter(session, format.isWide(), false, !arguments.has("--no-headers"))
                    .write(table, labels, found.size() > 1 ? kind.getKey().singular() + "/" : "");
        }
    }

    private static ServerTable table(KindRow kind, List<Object> answers) {
        List<ServerTable.Row> rows = new ArrayList<>();
        ServerTable table = ServerTable.ofDocuments(kind, List.of());
        for (Object answer : answers) {
            table =
                    ServerTable.isTable(answer)
                            ? ServerTable.of(answer)
                            : ServerTable.ofDocuments(kind, List.of(answer));
            rows.addAll(table.rows());
        }
        return table.withRows(rows);
    }

    private List<String> labels(KindRow kind, ServerTable table) {
        return table.rows().stream()
                .map(row -> new Reference(kind, row.namespace(), row.name()))
                .map(reference ->
                        LabelText.pairs(
                                Tree.map(
                                        Tree.at(
                                                session.client().get(reference, 0),
                                                "metadata",
                                                "labels"))))
                .toList();
    }
}
