package dev.joch.cli.resource;

import dev.joch.cli.agent.AgentPapers;
import dev.joch.cli.json.Tree;
import dev.joch.cli.manifest.FindReferences;
import dev.joch.cli.output.SafeText;
import dev.joch.cli.output.TableText;
import dev.joch.cli.output.YamlText;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A resource in full, for a person. */
final class Description {
    private static final int COLUMN = 14;

    private final Session session;
    private final Object document;

    Description(Session session, Object document) {
        this.session = session;
        this.document = document;
    }

    /**
     * @param more what there is to say of resources of this kind only
     */
    void print(
            List<Versions> history,
            List<@Nullable Object> referrers,
            List<AgentPapers.Section> more) {
        metadata();
        block("Spec", Tree.map(Tree.at(document, "spec")), "(empty)");
        Map<String, @Nullable Object> status =
                new LinkedHashMap<>(Tree.map(Tree.at(document, "status")));
        List<@Nullable Object> conditions = Tree.list(status.remove("conditions"));
        block("Status", status, "(nothing reported yet)");
        if (!conditions.isEmpty()) {
            lines("Conditions", conditions(conditions));
        }
        for (AgentPapers.Section section : more) {
            lines(section.title(), section.lines().stream().map(SafeText::line).toList());
        }
        lines("References", FindReferences.in(document));
        lines("Referred to by", referrers.stream().map(Description::referrer).toList());
        section("Events");
        if (history.isEmpty()) {
            line("  (none kept)");
        } else {
            HistoryTable.lines(history, session, true).forEach(line -> line("  " + line));
        }
    }

    private void metadata() {
        String created = Tree.text(document, "metadata", "creationTimestamp");
        field("Name", Tree.text(document, "metadata", "name"));
        field("Namespace", Tree.text(document, "metadata", "namespace"));
        field("Kind", Tree.text(document, "kind") + " (" + Tree.text(document, "apiVersion") + ")");
        pairs("Labels", "labels");
        pairs("Annotations", "annotations");
        field(
                "Created",
                created.isEmpty()
                        ? ""
                        : created + " (" + ServerTable.age(created, session.now()) + " ago)");
        field("Deletion", Tree.text(document, "metadata", "deletionTimestamp"));
        field("Generation", Tree.text(document, "metadata", "generation"));
        field("Revision", Tree.text(document, "metadata", "resourceVersion"));
        field("UID", Tree.text(document, "metadata", "uid"));
        field(
                "Finalizers",
                String.join(
                        ", ",
                        Tree.list(Tree.at(document, "metadata", "finalizers")).stream()
                                .map(String::valueOf)
                                .toList()));
    }

    private void pairs(String title, String name) {
        Map<String, @Nullable Object> pairs = Tree.map(Tree.at(document, "metadata", name));
        String label = title;
        for (Map.Entry<String, @Nullable Object> pair : pairs.entrySet()) {
            field(label, pair.getKey() + "=" + pair.getValue());
            label = "";
        }
    }

    private List<String> conditions(List<@Nullable Object> conditions) {
        List<List<String>> rows = new ArrayList<>();
        for (Object condition : conditions) {
            rows.add(
                    List.of(
                            Tree.text(condition, "type"),
                            Tree.text(condition, "status"),
                            Tree.text(condition, "reason"),
                            ServerTable.age(
                                    Tree.text(condition, "lastTransitionTime"), session.now()),
                            Tree.text(condition, "message")));
        }
        return new TableText(List.of("TYPE", "STATUS", "REASON", "SINCE", "MESSAGE"), 0)
                .lines(rows, true);
    }

    private void block(String title, Map<String, @Nullable Object> value, String otherwise) {
        section(title);
        if (value.isEmpty()) {
            line("  " + otherwise);
        } else {
            YamlText.of(value).lines().forEach(line -> line("  " + line));
        }
    }

    private void lines(String title, List<String> lines) {
        section(title);
        if (lines.isEmpty()) {
            line("  (none)");
        }
        lines.forEach(line -> line("  " + line));
    }

    private static String referrer(@Nullable Object key) {
        String namespace = Tree.text(key, "namespace");
        return Tree.text(key, "kind").toLowerCase(Locale.ROOT)
                + "/"
                + Tree.text(key, "name")
                + (namespace.isEmpty() ? "" : "  in " + namespace);
    }

    private void section(String title) {
        line("");
        line(session.paint().bold(title + ":"));
    }

    private void field(String name, String value) {
        if (!value.isEmpty()) {
            String label = name.isEmpty() ? "" : name + ":";
            session.screen()
                    .line(
                            label
                                    + " ".repeat(Math.max(1, COLUMN - label.length()))
                                    + SafeText.line(value));
        }
    }

    private void line(String text) {
        session.screen().line(text);
    }
}
