package dev.joch.cli.resource;

import dev.joch.cli.api.Reference;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.TableText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code joch events}: changes as they are told by the histories of resources. */
public final class EventsCommand implements Command {
    private static final int USUAL = 20;

    @Override
    public Page page() {
        return Page.of("events", "Show what changed")
                .usage("[KIND/NAME]", Page.Completes.RESOURCES)
                .description(
                        "Changes of one resource, or the last changes of a namespace, newest first.")
                .options(
                        ListOptions.ALL_NAMESPACES,
                        Option.value("--limit", "NUMBER", "at most so many (default 20)"),
                        ListOptions.NO_HEADERS)
                .example("joch events", "which resources of the namespace changed last")
                .example("joch events agent/support-triage", "what happened to one of them")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        int limit = arguments.number("--limit", USUAL);
        List<Versions> events =
                arguments.words().isEmpty()
                        ? ofNamespace(session, ListOptions.namespace(arguments, session), limit)
                        : ofOne(session, Targets.one(arguments.words(), session), limit);
        print(events, arguments, session);
        if (events.isEmpty()) {
            session.say("No events found.");
        }
        return ExitCode.OK;
    }

    private static List<Versions> ofOne(Session session, Reference reference, int limit) {
        return Versions.of(session.client().history(reference, limit));
    }

    /** The resources with the newest revisions, each with its last change. */
    private static List<Versions> ofNamespace(Session session, String namespace, int limit) {
        return EveryResource.in(namespace, "", "", session).documents().stream()
                .sorted(
                        Comparator.comparing((@Nullable Object d) ->
                                        Tree.number(d, "metadata", "resourceVersion"))
                                .reversed())
                .limit(limit)
                .flatMap(document -> last(document, session).stream())
                .toList();
    }

    private static List<Versions> last(@Nullable Object document, Session session) {
        return session.kinds()
                .find(Tree.text(document, "kind"))
                .map(kind -> ofOne(session, Reference.ofDocument(kind, document), 1))
                .orElse(List.of());
    }

    private static void print(List<Versions> events, Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        if (!format.isTable()) {
            session.screen()
                    .out()
                    .append(format.list(events.stream().map(EventsCommand::json).toList(), "", ""));
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Versions event : events) {
            rows.add(
                    List.of(
                            ServerTable.age(event.committedAt(), session.now()),
                            event.type(),
                            Format.name(event.document()),
                            "generation " + event.generation(),
                            event.revision()));
        }
        if (!rows.isEmpty()) {
            new TableText(
                            List.of("LAST SEEN", "TYPE", "OBJECT", "STATE", "REVISION"),
                            session.screen().width())
                    .lines(rows, !arguments.has("--no-headers"))
                    .forEach(session.screen()::line);
        }
    }

    private static Map<String, @Nullable Object> json(Versions event) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("time", event.committedAt());
        json.put("type", event.type());
        json.put("object", Format.name(event.document()));
        json.put("generation", event.generation());
        json.put("revision", event.revision());
        return json;
    }
}
