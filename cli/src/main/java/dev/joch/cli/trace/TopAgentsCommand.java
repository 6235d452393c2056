package dev.joch.cli.trace;

import dev.joch.cli.api.Selection;
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

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code joch top agents}: what agents do and cost, out of their runs. */
public final class TopAgentsCommand implements Command {
    private static final String USUAL = "24h";
    private static final int CHUNK = 500;
    private static final int MOST = 20;

    @Override
    public Page page() {
        return Page.of("top agents", "Show what agents do and cost")
                .description("Counts the runs that were created within the time.")
                .options(
                        Option.value("--since", "DURATION", "how far back (default 24h)"),
                        Option.choice(
                                "--by",
                                "what comes first (default cost)",
                                "cost",
                                "executions",
                                "failed",
                                "duration"),
                        Option.value("--limit", "NUMBER", "at most so many (default 20)"),
                        ListOptions.ALL_NAMESPACES,
                        ListOptions.NO_HEADERS)
                .example("joch top agents", "the dearest of the last day")
                .example("joch top agents -A --by failed --since 1h", "where it burns")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        Instant since =
                session.now().minus(Durations.parse("--since", arguments.value("--since", USUAL)));
        Map<String, AgentUse> uses = new TreeMap<>();
        Selection runs =
                new Selection(
                        session.kinds().require("Execution"),
                        ListOptions.namespace(arguments, session),
                        "",
                        "metadata.creationTimestamp>=" + since);
        for (Object run : session.client().all(runs, CHUNK)) {
            String namespace = Tree.text(run, "metadata", "namespace");
            String agent = Tree.text(run, "spec", "agentRef", "name");
            uses.computeIfAbsent(namespace + "/" + agent, key -> new AgentUse(namespace, agent))
                    .add(run);
        }
        List<@Nullable Object> rows =
                uses.values().stream()
                        .sorted(AgentUse.by(arguments.value("--by", "cost")))
                        .limit(arguments.number("--limit", MOST))
                        .<@Nullable Object>map(AgentUse::json)
                        .toList();
        new Listing(
                        "No agent ran.",
                        List.of(
                                "NAMESPACE",
                                "AGENT",
                                "EXECUTIONS",
                                "RUNNING",
                                "FAILED",
                                "COST USD",
                                "P95"),
                        TopAgentsCommand::row)
                .print(rows, arguments, session);
        return ExitCode.OK;
    }

    private static List<String> row(@Nullable Object use) {
        double cost = Double.parseDouble(Tree.text(use, "costUsd"));
        long p95 = Tree.number(use, "p95DurationMs");
        return List.of(
                Tree.text(use, "namespace"),
                Tree.text(use, "agent"),
                Tree.text(use, "executions"),
                Tree.text(use, "running"),
                Tree.text(use, "failed"),
                String.format(Locale.ROOT, "%.4f", cost),
                p95 == 0 ? "" : Times.text(p95 * 1_000));
    }
}
