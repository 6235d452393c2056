package dev.joch.cli.resource;

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
    private final Arguments arguments;
    private final Session session;
    private final Format format;

    public ShowEverything(Arguments arguments, Session session, Format format) {
        this.arguments = arguments;
        this.session = session;
        this.format = format;
    }

    public ExitCode show() {
        String namespace = ListOptions.namespace(arguments, session);
        EveryResource found =
                EveryResource.in(
                        namespace,
                        arguments.value("--selector", ""),
                        arguments.value("--field-selector", ""),
                        session);
        print(found.documents(), found.resourceVersion(), namespace.isEmpty());
        if (found.documents().isEmpty()) {
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
