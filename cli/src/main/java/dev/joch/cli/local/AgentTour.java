package dev.joch.cli.local;

import dev.joch.cli.agent.AgentPapers;
import dev.joch.cli.api.Reference;
import dev.joch.cli.command.ArgumentParser;
import dev.joch.cli.command.Durations;
import dev.joch.cli.execution.RunOutcome;
import dev.joch.cli.execution.StartRun;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.JsonPath;
import dev.joch.cli.output.SafeText;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.resource.AwaitResource;
import dev.joch.cli.resource.WaitCondition;
import dev.joch.cli.session.Session;
import dev.joch.cli.trace.TraceCommand;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Waits until an agent of the example is ready, and shows what became of it. */
final class AgentTour {

    private static final WaitCondition READY = new WaitCondition.Condition("Ready", "True");
    private static final WaitCondition BILLED =
            new WaitCondition.Path(JsonPath.parse(".status.abomRef.name"), "");
    private static final WaitCondition WRITTEN =
            new WaitCondition.Path(JsonPath.parse(".status.generation"), "");

    private static final String TICKET = "I want a refund for order 12345!";

    private final Session session;
    private final Reference agent;
    private final Duration patience;

    AgentTour(Session session, Reference agent, Duration patience) {
        this.session = session;
        this.agent = agent;
        this.patience = patience;
    }

    String shown() {
        return agent.shown();
    }

    /** Throws when the agent does not become ready in time, with what keeps it from it. */
    void awaitReady() {
        long deadline = System.nanoTime() + patience.toNanos();
        AwaitResource await = new AwaitResource(session.client());
        if (!await.until(agent, READY, deadline)) {
            throw new FailureException(
                    new Failure.TimedOut(
                            agent.shown()
                                    + " is not ready after "
                                    + Durations.text(patience)
                                    + ": "
                                    + conditions(session.client().get(agent, 0)),
                            "joch describe "
                                    + agent.shown()
                                    + " shows more; joch quickstart can be repeated"));
        }
        session.say("   " + agent.shown() + " is ready");
        if (!await.until(agent, BILLED, deadline) || !await.until(bill(), WRITTEN, deadline)) {
            session.say(
                    "   its bill of materials is not written yet; joch agbom "
                            + agent.name()
                            + " shows it later");
        }
    }

    private Reference bill() {
        return Reference.of(
                session.kinds().require("AgBOM"),
                agent.namespace(),
                Tree.text(session.client().get(agent, 0), "status", "abomRef", "name"));
    }

    /** What is not as it should be; everything when nobody has looked at it. */
    private static String conditions(Object document) {
        List<@Nullable Object> conditions = Tree.list(Tree.at(document, "status", "conditions"));
        return conditions.isEmpty()
                ? "no controller has looked at it"
                : conditions.stream()
                        .filter(condition -> !Tree.text(condition, "status").equals("True"))
                        .map(AgentTour::condition)
                        .collect(Collectors.joining("; "));
    }

    private static String condition(@Nullable Object condition) {
        String message = Tree.text(condition, "message");
        return Tree.text(condition, "type")
                + " is "
                + Tree.text(condition, "status")
                + " ("
                + Tree.text(condition, "reason")
                + (message.isEmpty() ? ")" : ", " + message + ")");
    }

    /** Runs it once, and says what came of it. */
    void run() {
        session.say(
                "6. Run it                  (joch run " + agent.name() + " \"" + TICKET + "\")");
        StartRun start = new StartRun(session);
        Object created =
                start.create(
                        new StartRun.Wish(
                                agent.namespace(),
                                agent.name(),
                                List.of(Map.of("kind", "text", "text", TICKET)),
                                Map.of(),
                                ""));
        Object ended =
                RunOutcome.ended(created)
                        ? created
                        : start.await(start.reference(created), patience);
        RunOutcome.show(ended, session);
        String name = Tree.text(ended, "metadata", "name");
        session.say("");
        session.say("7. Look into it            (joch trace " + name + ")");
        TraceCommand trace = new TraceCommand();
        trace.run(ArgumentParser.parse(trace.page(), List.of(name)), session);
    }

    void show() {
        AgentPapers papers = AgentPapers.of(agent, session.client().get(agent, 0), session);
        for (AgentPapers.Section section : papers.sections()) {
            session.screen().line("");
            session.screen().line(session.paint().bold(section.title() + ":"));
            List<String> lines = section.lines().isEmpty() ? List.of("(none)") : section.lines();
            lines.forEach(line -> session.screen().line("  " + SafeText.line(line)));
        }
        session.screen().out().flush();
    }
}
