package dev.joch.cli.manifest;

import dev.joch.cli.api.Pages;
import dev.joch.cli.api.Query;
import dev.joch.cli.api.Reference;
import dev.joch.cli.json.JsonWriter;
import dev.joch.cli.json.Tree;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;
import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.Decoded;
import dev.joch.resource.text.DocumentDecoder;
import dev.joch.resource.text.Text;
import dev.joch.resource.v1alpha1.Resource;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Asks the server for what agents were compiled to. */
public final class CompiledManifests {

    private static final String PATH = "manifests";
    private static final int MOST_KEPT = 1000;

    private final Session session;

    public CompiledManifests(Session session) {
        this.session = session;
    }

    /**
     * The newest ones of an agent, one for each generation and environment; none where nothing is
     * known.
     */
    public List<@Nullable Object> of(Reference agent) {
        try {
            return Tree.list(
                    Tree.at(
                            session.client()
                                    .read(
                                            Query.at("namespaces", agent.namespace(), PATH)
                                                    .with("agent", agent.name())),
                            "items"));
        } catch (FailureException e) {
            if (e.failure().exit() == ExitCode.UNAVAILABLE) {
                // what is asked for beside it is worth having without it
                session.say("manifests are not shown: " + e.failure().message());
                return List.of();
            }
            return absent(e.failure()) ? List.of() : rethrow(e);
        }
    }

    /**
     * The newest one of a generation.
     *
     * @param environment empty is the one in which the agent was compiled last
     */
    Optional<Resource> of(Reference agent, long generation, String environment) {
        Query path =
                Query.at("namespaces", agent.namespace(), PATH, agent.name() + "-g" + generation)
                        .with("environment", environment);
        try {
            return Optional.of(resource(session.client().read(path)));
        } catch (FailureException e) {
            return absent(e.failure()) ? Optional.empty() : rethrow(e);
        }
    }

    /** All that are kept of a generation, newest first: what it uses changes while it stays. */
    List<Resource> all(Reference agent, long generation, String environment) {
        try {
            return Pages.read(
                            session.client(),
                            "versions",
                            MOST_KEPT,
                            () ->
                                    Query.at(
                                                    "namespaces",
                                                    agent.namespace(),
                                                    PATH,
                                                    agent.name() + "-g" + generation,
                                                    "history")
                                            .with("environment", environment))
                    .stream()
                    .map(version -> Tree.at(version, "resource"))
                    .filter(manifest ->
                            Tree.number(manifest, "spec", "agent", "generation") == generation)
                    .map(manifest -> resource(Objects.requireNonNull(manifest)))
                    .toList();
        } catch (FailureException e) {
            return absent(e.failure()) ? List.of() : rethrow(e);
        }
    }

    private static <T> T rethrow(FailureException e) {
        throw e;
    }

    /** It has not compiled, or the server is older than manifests. */
    private static boolean absent(Failure failure) {
        return failure instanceof Failure.Refused refused && refused.status() == 404;
    }

    private static Resource resource(Object tree) {
        Decoded decoded =
                DocumentDecoder.decode(
                        List.of(
                                Text.of(
                                        "manifest.json",
                                        JsonWriter.line(tree).getBytes(StandardCharsets.UTF_8))),
                        DecodeLimits.standard());
        return decoded.documents().getFirst().resource();
    }
}
