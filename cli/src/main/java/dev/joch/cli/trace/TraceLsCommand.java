package dev.joch.cli.trace;

import dev.joch.cli.api.Pages;
import dev.joch.cli.api.Query;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Durations;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Listing;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.resource.ListOptions;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** {@code joch trace ls}. */
public final class TraceLsCommand implements Command {
    private static final int USUAL = 50;

    @Override
    public Page page() {
        return Page.of("trace ls", "List traces, the newest first")
                .options(
                        Option.value("--agent", "NAME", "of this agent"),
                        Option.value("--since", "DURATION", "not older, e.g. 24h"),
                        Option.value("--limit", "NUMBER", "at most so many (default 50)"),
                        ListOptions.ALL_NAMESPACES,
                        ListOptions.NO_HEADERS)
                .example("joch trace ls --since 1h", "the runs of the last hour")
                .example("joch trace ls -A --agent support-triage", "those of one agent")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        String since = arguments.value("--since", "");
        if (!since.isEmpty()) {
            Durations.parse("--since", since);
        }
        String namespace = ListOptions.namespace(arguments, session);
        List<@Nullable Object> traces =
                Pages.read(
                        session.client(),
                        "traces",
                        arguments.number("--limit", USUAL),
                        () ->
                                Query.at("recorded-traces")
                                        .with("namespace", namespace)
                                        .with("agent", arguments.value("--agent", ""))
                                        .with("since", since));
        new Listing(
                        "No traces found.",
                        List.of(
                                "EXECUTION",
                                "AGENT",
                                "STARTED",
                                "DURATION",
                                "SPANS",
                                "MODELS",
                                "TOOLS",
                                "ERRORS",
                                "COST USD",
                                "TRACE"),
                        TraceLsCommand::row)
                .print(traces, arguments, session);
        return ExitCode.OK;
    }

    private static List<String> row(@Nullable Object trace) {
        return List.of(
                Tree.text(trace, "execution", "namespace")
                        + "/"
                        + Tree.text(trace, "execution", "name"),
                Tree.text(trace, "agent"),
                Tree.text(trace, "startedAt"),
                Times.text(Tree.number(trace, "durationUs")),
                String.valueOf(Tree.number(trace, "spans")),
                String.valueOf(Tree.number(trace, "modelCalls")),
                String.valueOf(Tree.number(trace, "toolCalls")),
                String.valueOf(Tree.number(trace, "errors")),
                Times.usd(Tree.number(trace, "costMicroUsd")),
                Tree.text(trace, "traceId"));
    }
}
