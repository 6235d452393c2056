package dev.joch.cli.manifest;

import dev.joch.cli.api.Reference;
import dev.joch.cli.json.Tree;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.resource.AwaitResource;
import dev.joch.cli.resource.WaitCondition;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Locale;

/** Waits until what was applied is ready. */
final class AwaitApplied {
    private final Session session;

    AwaitApplied(Session session) {
        this.session = session;
    }

    void all(Object answer, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        AwaitResource await = new AwaitResource(session.client());
        WaitCondition ready = WaitCondition.parse("condition=Ready");
        for (Object result : Tree.list(Tree.at(answer, "results"))) {
            session.say(
                    "waiting for "
                            + name(result)
                            + " to be ready (Ctrl-C stops waiting, not the resource)");
            if (!await.until(reference(result), ready, deadline)) {
                throw new FailureException(
                        new Failure.TimedOut(
                                name(result)
                                        + " was applied but is not ready after "
                                        + timeout.toSeconds()
                                        + "s",
                                "joch describe " + name(result) + " shows how it is"));
            }
        }
    }

    private Reference reference(@Nullable Object result) {
        return new Reference(
                session.kinds().require(Tree.text(result, "kind")),
                Tree.text(result, "namespace"),
                Tree.text(result, "name"));
    }

    static String name(@Nullable Object result) {
        return Tree.text(result, "kind").toLowerCase(Locale.ROOT) + "/" + Tree.text(result, "name");
    }
}
