package dev.joch.cli.execution;

import dev.joch.cli.api.Reference;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code joch run}. */
public final class RunCommand implements Command {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    @Override
    public Page page() {
        return Page.of("run", "Run an agent and show what it returns")
                .usage("AGENT [TEXT]", Page.Completes.NOTHING)
                .description(
                        "Ends with status 0 when the run succeeded, 3 when a policy denied it, 10"
                                + " when it failed or was cancelled.")
                .options(
                        Option.value(
                                "-p,--param", "NAME=VALUE", "a value by name; may be repeated"),
                        Option.value("-f,--file", "FILE", "a JSON object to give to the agent"),
                        Option.flag("--detach", "print the name of the run and do not wait"),
                        Option.value(
                                "--idempotency-key",
                                "KEY",
                                "the same key again starts no second run"),
                        Option.value("--timeout", "DURATION", "longest running time of the agent"),
                        Option.value(
                                "--wait", "DURATION", "how long to wait for the end (default 30m)"),
                        Option.value(
                                "--priority",
                                "NUMBER",
                                "higher runs earlier among those that wait"),
                        Option.value("--max-attempts", "NUMBER", "attempts when a worker is lost"),
                        Option.value("--runtime", "NAME", "where to run, instead of the context's"),
                        Option.value("--pool", "NAME", "workers that may run it"),
                        Option.flag("--job", "start a worker for it alone"))
                .example(
                        "joch run support-triage \"refund for order 12345\"", "wait for its output")
                .example(
                        "joch run support-triage -p ticketId=T-77123 --detach",
                        "start it, and look later")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        List<String> words = arguments.words();
        if (words.isEmpty()) {
            throw FailureException.usage("agent is missing", "see --help");
        }
        Format format = Format.parse(session.settings().output());
        StartRun start = new StartRun(session);
        Object execution =
                start.create(
                        new StartRun.Wish(
                                session.settings().namespace(),
                                words.getFirst(),
                                RunInput.parts(words.subList(1, words.size()), arguments, session),
                                further(arguments, session.settings().runtime()),
                                arguments.value("--idempotency-key", "")));
        Reference reference = start.reference(execution);
        if (arguments.has("--detach")) {
            if (format.isTable()) {
                session.screen().line(reference.shown());
            } else {
                session.screen().out().append(format.value(execution));
            }
            return ExitCode.OK;
        }
        session.say(reference.shown() + " created");
        Object ended =
                RunOutcome.ended(execution)
                        ? execution
                        : start.await(reference, arguments.duration("--wait", PATIENCE));
        if (format.isTable()) {
            RunOutcome.show(ended, session);
        } else {
            session.screen().out().append(format.value(ended));
        }
        return RunOutcome.exit(ended);
    }

    private static Map<String, @Nullable Object> further(Arguments arguments, String usual) {
        Map<String, @Nullable Object> further = new LinkedHashMap<>();
        arguments.value("--timeout").ifPresent(timeout -> further.put("timeout", timeout));
        if (arguments.value("--priority").isPresent()) {
            further.put("priority", arguments.number("--priority", 0));
        }
        if (arguments.value("--max-attempts").isPresent()) {
            further.put("retry", Map.of("maxAttempts", arguments.number("--max-attempts", 1)));
        }
        Map<String, @Nullable Object> placement = new LinkedHashMap<>();
        String runtime = arguments.value("--runtime", usual);
        if (!runtime.isEmpty()) {
            placement.put("runtime", runtime);
        }
        arguments.value("--pool").ifPresent(pool -> placement.put("pool", pool));
        if (arguments.has("--job")) {
            placement.put("mode", "job");
        }
        if (!placement.isEmpty()) {
            further.put("placement", placement);
        }
        return further;
    }
}
