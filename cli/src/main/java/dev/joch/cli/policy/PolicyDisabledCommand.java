package dev.joch.cli.policy;

import dev.joch.cli.api.Query;
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

/** {@code joch policy disabled}. */
public final class PolicyDisabledCommand implements Command {
    @Override
    public Page page() {
        return Page.of("policy disabled", "List rules that are out of force now")
                .options(ListOptions.NO_HEADERS)
                .example("joch policy disabled", "which, until when, and who did it")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        Object answer = session.client().read(Query.at("policy", "disabled-rules"));
        new Listing(
                        "Every rule is in force.",
                        List.of("NAMESPACE", "POLICY", "RULE", "UNTIL", "BY", "REASON"),
                        PolicyDisabledCommand::row)
                .print(Tree.list(Tree.at(answer, "disabled")), arguments, session);
        return ExitCode.OK;
    }

    private static List<String> row(@Nullable Object rule) {
        return List.of(
                Tree.text(rule, "policy", "namespace"),
                Tree.text(rule, "policy", "name"),
                Tree.text(rule, "rule"),
                Tree.text(rule, "until"),
                Tree.text(rule, "disabledBy"),
                Tree.text(rule, "reason"));
    }
}
