package dev.joch.cli.policy;

import dev.joch.cli.api.Query;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import java.util.Map;

/** {@code joch policy disable}. */
public final class PolicyDisableCommand implements Command {
    @Override
    public Page page() {
        return Page.of("policy disable", "Take one rule out of force for a while")
                .usage("POLICY RULE --for DURATION --reason TEXT", Page.Completes.NOTHING)
                .description(
                        "For emergencies. The rule comes back by itself; that it was gone, and who did it, stays on record.")
                .options(
                        Option.value("--for", "DURATION", "how long, at most 24h"),
                        Option.value("--reason", "TEXT", "why, for the record"))
                .example(
                        "joch policy disable external-send no-writes --for 30m --reason \"incident 4711\"",
                        "half an hour without that rule")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        if (arguments.words().size() != 2) {
            throw FailureException.usage(
                    "a policy and a rule are expected",
                    "for example joch policy disable POLICY RULE --for 30m --reason TEXT");
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
                                        "disable"),
                                Map.of(
                                        "seconds",
                                        Words.seconds(arguments, "--for 30m"),
                                        "reason",
                                        Words.reason(arguments)));
        if (format.isTable()) {
            session.screen()
                    .line(
                            "rule "
                                    + rule
                                    + " of policy/"
                                    + policy
                                    + " disabled until "
                                    + Tree.text(answer, "disabled", "until"));
        } else {
            session.screen().out().append(format.value(answer));
        }
        return ExitCode.OK;
    }
}
