package dev.joch.cli.agent;

import dev.joch.cli.api.Query;
import dev.joch.cli.api.Reference;
import dev.joch.cli.json.JsonException;
import dev.joch.cli.json.JsonReader;
import dev.joch.cli.json.Tree;
import dev.joch.cli.manifest.CompiledManifests;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Joch keeps beside an agent. Each part is worth having without the others, so a service that
 * is away takes only its own part with it.
 *
 * @param manifests of the newest generation that compiled, one per environment
 * @param bill the AgBOM record, which tells generation and risks
 * @param document the bill itself, in CycloneDX
 */
public record AgentPapers(
        List<@Nullable Object> manifests, Optional<Object> bill, Optional<Object> document) {

    private static final String KIND = "Agent";

    /** Whether a resource has papers. */
    public static boolean has(Reference reference) {
        return reference.kind().kind().equals(KIND);
    }

    /**
     * @param agent as the server has it now
     */
    public static AgentPapers of(Reference reference, @Nullable Object agent, Session session) {
        Optional<Object> bill = bill(reference, agent, session);
        return new AgentPapers(
                newest(new CompiledManifests(session).of(reference)),
                bill,
                bill.flatMap(written -> document(reference, session)));
    }

    private static List<@Nullable Object> newest(List<@Nullable Object> all) {
        List<@Nullable Object> newest = new ArrayList<>();
        long generation = 0;
        for (Object manifest : all) {
            long of = Tree.number(manifest, "spec", "agent", "generation");
            generation = generation == 0 ? of : generation;
            if (of == generation) {
                newest.add(manifest);
            }
        }
        return newest;
    }

    private static Optional<Object> bill(
            Reference reference, @Nullable Object agent, Session session) {
        String name = Tree.text(agent, "status", "abomRef", "name");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Reference record =
                Reference.of(session.kinds().require("AgBOM"), reference.namespace(), name);
        return session.client()
                .find(record, 0)
                .filter(found -> Tree.number(found, "status", "generation") > 0);
    }

    private static Optional<Object> document(Reference reference, Session session) {
        try {
            return Optional.ofNullable(
                    JsonReader.read(
                            session.client()
                                    .document(
                                            Query.at(
                                                    "namespaces",
                                                    reference.namespace(),
                                                    "agents",
                                                    reference.name(),
                                                    "agbom"))));
        } catch (FailureException e) {
            boolean elsewhere = e.failure().exit() == ExitCode.UNAVAILABLE;
            if (elsewhere || e.failure().exit() == ExitCode.NOT_FOUND) {
                session.say("components are not counted: " + e.failure().message());
                return Optional.empty();
            }
            throw e;
        } catch (JsonException e) {
            throw new IllegalStateException("a bill in CycloneDX is JSON", e);
        }
    }

    /** For programs: everything but the document, which has a command of its own. */
    public Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("manifests", manifests);
        tree.put("bill", bill.orElse(null));
        return tree;
    }

    /** The parts as a person reads them. */
    public List<Section> sections() {
        return List.of(
                new Section("Compiled manifest", ManifestLines.of(manifests)),
                new Section("Effective policies", PolicyLines.of(manifests)),
                new Section(
                        "Bill of materials",
                        bill.map(record -> BillLines.of(record, document)).orElse(List.of())));
    }

    /**
     * One part.
     *
     * @param lines none when there is nothing yet
     */
    public record Section(String title, List<String> lines) {
        public Section {
            lines = List.copyOf(lines);
        }
    }
}
