package dev.joch.cli.policy;

import dev.joch.cli.api.Selection;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Listing;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.resource.ListOptions;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** {@code joch policy ls}. */
public final class PolicyLsCommand implements Command {
    private static final int CHUNK = 500;

    @Override
    public Page page() {
        return Page.of("policy ls", "List policies and how often they decided")
                .options(ListOptions.ALL_NAMESPACES, ListOptions.NO_HEADERS)
                .example("joch policy ls", "those of the namespace")
                .example("joch policy ls -A -o json", "all, for a program")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        String namespace = ListOptions.namespace(arguments, session);
        List<@Nullable Object> policies =
                session.client()
                        .all(
                                new Selection(
                                        session.kinds().require("policies"), namespace, "", ""),
                                CHUNK);
        new Listing(
                        "No policies found.",
                        List.of("NAMESPACE", "NAME", "VERSION", "RULES", "EVALUATIONS", "DENIALS"),
                        PolicyLsCommand::row)
                .print(policies, arguments, session);
        return ExitCode.OK;
    }

    private static List<String> row(@Nullable Object policy) {
        return List.of(
                Tree.text(policy, "metadata", "namespace"),
                Tree.text(policy, "metadata", "name"),
                "v" + Tree.text(policy, "metadata", "generation"),
                String.valueOf(Tree.list(Tree.at(policy, "spec", "rules")).size()),
                Tree.text(policy, "status", "evaluations7d"),
                Tree.text(policy, "status", "denials7d"));
    }
}
