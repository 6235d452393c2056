package dev.joch.cli.policy;

import dev.joch.cli.api.Query;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Page;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import java.util.Map;

/** {@code joch policy enable}. */
public final class PolicyEnableCommand implements Command {
    @Override
    public Page page() {
        return Page.of("policy enable", "Put a rule back into force before its time is over")
                .usage("POLICY RULE", Page.Completes.NOTHING)
                .example("joch policy enable external-send no-writes", "the rule holds again")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        if (arguments.words().size() != 2) {
            throw FailureException.usage(
                    "a policy and a rule are expected",
                    "for example joch policy enable POLICY RULE");
        }
        String policy = arguments.words().get(0);
        String rule = arguments.words().get(1);
        Object answer =
                session.client()
                        .post(
                                Query.at(
                                        "namespaces",
                                        session.settings().namespace(),
                                        "policies",
                                        policy,
                                        "rules",
                                        rule,
                                        "enable"),
                                Map.of());
        if (format.isTable()) {
            session.screen().line("rule " + rule + " of policy/" + policy + " enabled");
        } else {
            session.screen().out().append(format.value(answer));
        }
        return ExitCode.OK;
    }
}
