package dev.joch.cli.policy;

import dev.joch.cli.api.Pages;
import dev.joch.cli.api.Query;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Listing;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.resource.ListOptions;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** {@code joch denials ls}. */
public final class DenialsLsCommand implements Command {
    private static final int USUAL = 50;

    @Override
    public Page page() {
        return Page.of("denials ls", "Show what policy denied")
                .options(
                        Option.value("--policy", "NAME", "by this policy"),
                        Option.value("--agent", "NAME", "to this agent"),
                        ListOptions.SINCE,
                        Option.value("--limit", "NUMBER", "at most so many (default 50)"),
                        ListOptions.ALL_NAMESPACES,
                        ListOptions.NO_HEADERS)
                .example("joch denials ls --since 24h", "the last day")
                .example("joch denials ls --policy external-send", "what one policy denied")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        String since = ListOptions.since(arguments, session);
        String namespace = ListOptions.namespace(arguments, session);
        List<@Nullable Object> denials =
                Pages.read(
                        session.client(),
                        "decisions",
                        arguments.number("--limit", USUAL),
                        () ->
                                Query.at("decisions")
                                        .with("decision", "deny")
                                        .with("namespace", namespace)
                                        .with("policy", arguments.value("--policy", ""))
                                        .with("agent", arguments.value("--agent", ""))
                                        .with("since", since));
        new Listing(
                        "No denials found.",
                        List.of("TIME", "AGENT", "HOOK", "POLICY", "RULE", "REASON"),
                        DenialsLsCommand::row)
                .print(denials, arguments, session);
        return ExitCode.OK;
    }

    private static List<String> row(@Nullable Object decision) {
        String version = Tree.text(decision, "response", "policyVersion");
        String policy = Tree.text(decision, "response", "policy");
        return List.of(
                Tree.text(decision, "decidedAt"),
                Tree.text(decision, "request", "agent"),
                Tree.text(decision, "request", "hook"),
                version.isEmpty() ? policy : policy + "@" + version,
                Tree.text(decision, "response", "rule"),
                Tree.text(decision, "response", "reason"));
    }
}
