package dev.joch.cli.resource;

import dev.joch.cli.api.ApiClient;
import dev.joch.cli.api.Selection;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.json.Tree;
import dev.joch.cli.kind.KindRow;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.JsonPath;
import dev.joch.cli.output.JsonPathValues;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lists of some kinds. */
final class ShowList {
    private static final int CHUNK = 500;
    private static final int MOST_PER_PAGE = 1000;

    private final Arguments arguments;
    private final Session session;
    private final Format format;
    private final String namespace;
    private final int limit;
    private final int chunk;

    ShowList(Arguments arguments, Session session, Format format) {
        this.arguments = arguments;
        this.session = session;
        this.format = format;
        this.namespace = ListOptions.namespace(arguments, session);
        this.limit = arguments.number("--limit", 0);
        this.chunk = Math.clamp(arguments.number("--chunk-size", CHUNK), 1, MOST_PER_PAGE);
    }

    /** What was gathered page by page. */
    private record Gathered(
            List<@Nullable Object> items, String resourceVersion, String continueToken) {}

    ExitCode show(List<KindRow> kinds) {
        if (!format.isTable()) {
            documents(kinds);
            return ExitCode.OK;
        }
        boolean first = true;
        for (KindRow kind : kinds) {
            first = table(kind, kinds.size() > 1, first);
        }
        if (first) {
            session.say(nothing(kinds, namespace));
        }
        return ExitCode.OK;
    }

    static String nothing(List<KindRow> kinds, String namespace) {
        List<String> plurals = kinds.stream().map(KindRow::plural).toList();
        boolean placed = kinds.stream().anyMatch(KindRow::namespaced) && !namespace.isEmpty();
        return "No "
                + String.join(" or ", plurals)
                + " found"
                + (placed ? " in namespace " + namespace : "")
                + ".";
    }

    private Selection selection(KindRow kind) {
        return new Selection(
                kind,
                namespace,
                arguments.value("--selector", ""),
                arguments.value("--field-selector", ""),
                Map.of(
                        "agent",
                        arguments.value("--agent", ""),
                        "environment",
                        arguments.value("--environment", "")));
    }

    private void documents(List<KindRow> kinds) {
        List<@Nullable Object> all = new ArrayList<>();
        String resourceVersion = "";
        String continueToken = "";
        for (KindRow kind : kinds) {
            Gathered gathered = gatherDocuments(kind);
            all.addAll(gathered.items());
            resourceVersion = gathered.resourceVersion();
            continueToken = gathered.continueToken();
        }
        arguments.value("--sort-by").ifPresent(path -> all.sort(order(path)));
        session.screen().out().append(format.list(all, resourceVersion, continueToken));
        if (all.isEmpty()) {
            session.say(nothing(kinds, namespace));
        }
    }

    private Gathered gatherDocuments(KindRow kind) {
        List<@Nullable Object> items = new ArrayList<>();
        Object page;
        String next = "";
        do {
            page =
                    session.client()
                            .page(
                                    selection(kind),
                                    ApiClient.Shape.DOCUMENTS,
                                    pageSize(items.size()),
                                    next);
            items.addAll(Tree.list(Tree.at(page, "items")));
            next = ApiClient.continueToken(page);
        } while (!next.isEmpty() && more(items.size()));
        return new Gathered(items, ApiClient.resourceVersion(page), next);
    }

    /**
     * Prints the table of one kind unless it is empty; returns whether nothing was printed so far.
     */
    private boolean table(KindRow kind, boolean mixed, boolean first) {
        ServerTable table = gatherTable(kind);
        if (table.rows().isEmpty()) {
            return first;
        }
        if (!first) {
            session.screen().line("");
        }
        List<String> labels = List.of();
        if (arguments.has("--show-labels") || arguments.value("--sort-by").isPresent()) {
            Map<String, Object> byName = new HashMap<>();
            for (Object document : gatherDocuments(kind).items()) {
                if (document != null) {
                    byName.put(key(document), document);
                }
            }
            ServerTable plain = table;
            table =
                    arguments
                            .value("--sort-by")
                            .map(path -> sorted(plain, path, byName))
                            .orElse(table);
            labels = arguments.has("--show-labels") ? labels(table, byName) : labels;
        }
        boolean namespaces = namespace.isEmpty() && kind.namespaced();
        new TableWriter(session, format.isWide(), namespaces, !arguments.has("--no-headers"))
                .write(table, labels, mixed ? kind.singular() + "/" : "");
        return false;
    }

    private ServerTable gatherTable(KindRow kind) {
        ServerTable table = new ServerTable(List.of(), List.of());
        List<ServerTable.Row> rows = new ArrayList<>();
        String next = "";
        do {
            Object page =
                    session.client()
                            .page(
                                    selection(kind),
                                    ServerTable.shape(format),
                                    pageSize(rows.size()),
                                    next);
            table =
                    ServerTable.isTable(page)
                            ? ServerTable.of(page)
                            : ServerTable.ofDocuments(kind, Tree.list(Tree.at(page, "items")));
            rows.addAll(table.rows());
            next = ApiClient.continueToken(page);
        } while (!next.isEmpty() && more(rows.size()));
        if (!next.isEmpty()) {
            session.say("There are more; " + rows.size() + " are shown.");
        }
        return table.withRows(rows);
    }

    private int pageSize(int have) {
        return limit == 0 ? chunk : Math.min(chunk, limit - have);
    }

    private boolean more(int have) {
        return limit == 0 || have < limit;
    }

    private static ServerTable sorted(ServerTable table, String path, Map<String, Object> byName) {
        Comparator<@Nullable Object> order = order(path);
        List<ServerTable.Row> rows = new ArrayList<>(table.rows());
        rows.sort((a, b) -> order.compare(byName.get(key(a)), byName.get(key(b))));
        return table.withRows(rows);
    }

    private static Comparator<@Nullable Object> order(String path) {
        JsonPath by = JsonPath.parse(path);
        return (a, b) ->
                JsonPathValues.compare(JsonPathValues.text(by, a), JsonPathValues.text(by, b));
    }

    private static List<String> labels(ServerTable table, Map<String, Object> byName) {
        return table.rows().stream().map(row -> LabelText.of(byName.get(key(row)))).toList();
    }

    private static String key(Object document) {
        return Tree.text(document, "metadata", "namespace")
                + "/"
                + Tree.text(document, "metadata", "name");
    }

    private static String key(ServerTable.Row row) {
        return row.namespace() + "/" + row.name();
    }
}
