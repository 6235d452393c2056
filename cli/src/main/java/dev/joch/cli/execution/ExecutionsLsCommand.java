package dev.joch.cli.execution;

import dev.joch.cli.command.ArgumentParser;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.resource.GetCommand;
import dev.joch.cli.resource.ListOptions;
import dev.joch.cli.session.Session;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** {@code joch executions ls}: {@code joch get executions} with the filters that one needs. */
public final class ExecutionsLsCommand implements Command {

    private static final String PENDING = "Pending";

    private static final List<String> PHASES =
            List.of(
                    PENDING,
                    "Scheduled",
                    "Running",
                    "Suspended",
                    "Succeeded",
                    "Failed",
                    "Cancelled");

    @Override
    public Page page() {
        return Page.of("executions ls", "List runs")
                .options(
                        Option.value("--agent", "NAME", "of this agent"),
                        Option.choice("--phase", "in this phase", PHASES.toArray(String[]::new)),
                        ListOptions.SINCE,
                        Option.value("--over-cost", "USD", "that cost more, e.g. 0.50"),
                        ListOptions.ALL_NAMESPACES,
                        ListOptions.NO_HEADERS)
                .example("joch executions ls --phase Running -A", "what runs now")
                .example("joch executions ls --over-cost 0.50 --since 24h", "what was dear today")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        List<String> selectors = new ArrayList<>();
        arguments.value("--agent").ifPresent(name -> selectors.add("spec.agentRef.name=" + name));
        arguments.value("--phase").map(ExecutionsLsCommand::in).ifPresent(selectors::addAll);
        String since = ListOptions.since(arguments, session);
        if (!since.isEmpty()) {
            selectors.add("metadata.creationTimestamp>=" + since);
        }
        arguments
                .value("--over-cost")
                .ifPresent(usd -> selectors.add("status.costUsd>" + amount(usd)));
        List<String> words = new ArrayList<>(List.of("executions"));
        if (!selectors.isEmpty()) {
            words.addAll(List.of("--field-selector", String.join(",", selectors)));
        }
        if (arguments.has(ListOptions.ALL_NAMESPACES.name())) {
            words.add(ListOptions.ALL_NAMESPACES.name());
        }
        if (arguments.has(ListOptions.NO_HEADERS.name())) {
            words.add(ListOptions.NO_HEADERS.name());
        }
        GetCommand get = new GetCommand();
        return get.run(ArgumentParser.parse(get.page(), words), session);
    }

    /** A run without a status waits, too: nobody has looked at it yet. */
    private static List<String> in(String phase) {
        return phase.equals(PENDING)
                ? PHASES.stream()
                        .filter(other -> !other.equals(PENDING))
                        .map(other -> "status.phase!=" + other)
                        .toList()
                : List.of("status.phase=" + phase);
    }

    private static BigDecimal amount(String usd) {
        try {
            return new BigDecimal(usd);
        } catch (NumberFormatException e) {
            throw FailureException.usage(
                    "--over-cost takes a number of US dollars, not \"" + usd + "\"",
                    "for example 0.50");
        }
    }
}
