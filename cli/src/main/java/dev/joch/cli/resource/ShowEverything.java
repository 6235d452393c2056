package dev.joch.cli.resource;

import dev.joch.cli.api.ApiClient;
import dev.joch.cli.api.Query;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.TableText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Everything in a namespace, and what belongs to no namespace, in one table. */
public final class ShowEverything {
    private static final String PAGE = "500";

    private final Arguments arguments;
    private final Session session;
    private final Format format;

    public ShowEverything(Arguments arguments, Session session, Format format) {
        this.arguments = arguments;
        this.session = session;
        this.format = format;
    }

    public ExitCode show() {
        String namespace = Targets.namespace(arguments, session);
        List<@Nullable Object> documents = new ArrayList<>();
        String resourceVersion = "";
        String next = "";
        do {
            Object page =
                    session.client()
                            .read(
                                    Query.at("resources")
                                            .with("selector", arguments.value("--selector", ""))
                                            .with(
                                                    "fieldSelector",
                                                    arguments.value("--field-selector", ""))
                                            .with("limit", PAGE)
                                            .with("continue", next));
            for (Object document : Tree.list(Tree.at(page, "items"))) {
                String place = Tree.text(document, "metadata", "namespace");
                if (namespace.isEmpty() || place.isEmpty() || place.equals(namespace)) {
                    documents.add(document);
                }
            }
            resourceVersion = ApiClient.resourceVersion(page);
            next = ApiClient.continueToken(page);
        } while (!next.isEmpty());
        print(documents, resourceVersion, namespace.isEmpty());
        if (documents.isEmpty()) {
            session.say(
                    "No resources found"
                            + (namespace.isEmpty() ? "" : " in namespace " + namespace)
                            + ".");
        }
        return ExitCode.OK;
    }

    private void print(
            List<@Nullable Object> documents, String resourceVersion, boolean namespaces) {
        if (!format.isTable()) {
            session.screen().out().append(format.list(documents, resourceVersion, ""));
            return;
        }
        if (documents.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Object document : documents) {
            List<String> row = new ArrayList<>();
            if (namespaces) {
                row.add(Tree.text(document, "metadata", "namespace"));
            }
            row.add(
                    Tree.text(document, "kind").toLowerCase(Locale.ROOT)
                            + "/"
                            + Tree.text(document, "metadata", "name"));
            row.add(Tree.text(document, "metadata", "generation"));
            row.add(Tree.text(document, "status", "phase"));
            row.add(
                    ServerTable.age(
                            Tree.text(document, "metadata", "creationTimestamp"), session.now()));
            rows.add(row);
        }
        List<String> headers = new ArrayList<>(List.of("NAME", "GENERATION", "PHASE", "AGE"));
        if (namespaces) {
            headers.addFirst("NAMESPACE");
        }
        new TableText(headers, session.screen().width())
                .lines(rows, !arguments.has("--no-headers"))
                .forEach(session.screen()::line);
    }
}
