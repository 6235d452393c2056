package dev.joch.cli.execution;

import dev.joch.cli.api.Query;
import dev.joch.cli.api.Reference;
import dev.joch.cli.command.Durations;
import dev.joch.cli.json.Tree;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.resource.AwaitResource;
import dev.joch.cli.resource.WaitCondition;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts a run, and waits for its end. */
public final class StartRun {

    private final Session session;

    public StartRun(Session session) {
        this.session = session;
    }

    /**
     * What is asked for.
     *
     * @param requestId asking twice with the same one starts one run; empty for none
     */
    public record Wish(
            String namespace,
            String agent,
            List<@Nullable Object> input,
            Map<String, @Nullable Object> further,
            String requestId) {}

    /** The Execution as it was created. */
    public Object create(Wish wish) {
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        spec.put("agentRef", Map.of("name", wish.agent()));
        spec.put("input", Map.of("content", wish.input()));
        spec.putAll(wish.further());
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("spec", spec);
        if (!wish.requestId().isEmpty()) {
            body.put("requestId", wish.requestId());
        }
        return session.client().post(Query.at("namespaces", wish.namespace(), "executions"), body);
    }

    /** The Execution once it has ended. */
    public Object await(Reference execution, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        if (!new AwaitResource(session.client())
                .until(execution, new WaitCondition.Ended(), deadline)) {
            throw new FailureException(
                    new Failure.TimedOut(
                            execution.shown()
                                    + " goes on after "
                                    + Durations.text(patience)
                                    + ": "
                                    + why(execution),
                            "joch executions get "
                                    + execution.name()
                                    + " shows how it is; joch executions cancel "
                                    + execution.name()
                                    + " ends it"));
        }
        return session.client().get(execution, 0);
    }

    /** Where it is, and what stands in its way. */
    private String why(Reference execution) {
        Object told =
                session.client()
                        .read(
                                Query.at(
                                        "namespaces",
                                        execution.namespace(),
                                        "executions",
                                        execution.name(),
                                        "explain"));
        List<String> words = new ArrayList<>(List.of(Tree.text(told, "phase")));
        String message = Tree.text(told, "message");
        if (!message.isEmpty()) {
            words.add(message);
        }
        Tree.list(Tree.at(told, "obstacles"))
                .forEach(obstacle -> words.add(String.valueOf(obstacle)));
        return String.join("; ", words);
    }

    public Reference reference(Object execution) {
        return Reference.of(
                session.kinds().require("Execution"),
                Tree.text(execution, "metadata", "namespace"),
                Tree.text(execution, "metadata", "name"));
    }
}
