package dev.joch.cli.resource;

import dev.joch.cli.api.Reference;
import dev.joch.cli.api.Selection;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Durations;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import java.time.Duration;
import java.util.List;

/** {@code joch wait}. */
public final class WaitCommand implements Command {
    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final int CHUNK = 500;

    @Override
    public Page page() {
        return Page.of("wait", "Wait until a resource is as it should be")
                .usage("KIND/NAME... --for=CONDITION", Page.Completes.RESOURCES)
                .options(
                        Option.value(
                                "--for",
                                "CONDITION",
                                "condition=TYPE, create, delete or jsonpath=PATH=VALUE"),
                        Option.value("--timeout", "DURATION", "how long (default 30s)"),
                        ListOptions.SELECTOR)
                .example(
                        "joch wait agent/x --for=condition=Ready --timeout=60s",
                        "until it is ready")
                .example("joch wait agent/x --for=delete", "until it is gone")
                .example(
                        "joch wait exec/e1 --for=jsonpath='{.status.phase}'=Running",
                        "until a field has a value")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        String wanted =
                arguments
                        .value("--for")
                        .orElseThrow(() ->
                                FailureException.usage(
                                        "--for is missing", "for example --for=condition=Ready"));
        WaitCondition condition = WaitCondition.parse(wanted);
        Duration timeout = arguments.duration("--timeout", USUAL);
        long deadline = System.nanoTime() + timeout.toNanos();
        AwaitResource await = new AwaitResource(session.client());
        for (Reference reference : references(arguments, session)) {
            if (!await.until(reference, condition, deadline)) {
                throw new FailureException(
                        new Failure.TimedOut(
                                reference.shown()
                                        + " did not meet "
                                        + wanted
                                        + " within "
                                        + Durations.text(timeout),
                                "joch describe "
                                        + reference.shown()
                                        + " shows how it is; allow more with --timeout"));
            }
            session.screen().line(reference.shown() + " condition met");
            session.screen().out().flush();
        }
        return ExitCode.OK;
    }

    private static List<Reference> references(Arguments arguments, Session session) {
        return switch (Targets.of(arguments.words(), session)) {
            case Targets.Named named -> named.references();
            case Targets.OfKinds kinds ->
                    kinds.kinds().stream()
                            .flatMap(kind ->
                                    session
                                            .client()
                                            .all(
                                                    new Selection(
                                                            kind,
                                                            session.settings().namespace(),
                                                            arguments.value("--selector", ""),
                                                            ""),
                                                    CHUNK)
                                            .stream()
                                            .map(document -> Reference.ofDocument(kind, document)))
                            .toList();
            case Targets.Everything everything ->
                    throw FailureException.usage(
                            "all is too much to wait for", "name the resources");
        };
    }
}
