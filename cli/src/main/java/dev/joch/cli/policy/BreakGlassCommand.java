package dev.joch.cli.policy;

import dev.joch.cli.api.Query;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.session.Session;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code joch break-glass}. */
public final class BreakGlassCommand implements Command {
    @Override
    public Page page() {
        return Page.of("break-glass", "Let one call of an agent pass in spite of policy")
                .usage("AGENT --hook HOOK --for DURATION --reason TEXT", Page.Completes.NOTHING)
                .description(
                        "For emergencies, and for who has the role break-glass. The grant lets one call pass and ends unused after its time; it is on record before it is given.")
                .options(
                        Option.value(
                                "--hook", "HOOK", "which may pass, e.g. steps/toolCallRequest"),
                        Option.value("--tool", "NAME", "which may be called"),
                        Option.value("--for", "DURATION", "how long, at most 1h"),
                        Option.value("--reason", "TEXT", "why, for the record"))
                .example(
                        "joch break-glass support-triage --hook steps/toolCallRequest --tool zendesk.reply --for 10m --reason \"incident 4711\"",
                        "one call of one tool")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        String agent = arguments.onlyWord("agent");
        Map<String, Object> request = new LinkedHashMap<>();
        request.put(
                "hook",
                arguments
                        .value("--hook")
                        .orElseThrow(
                                () -> Words.missing("--hook", "--hook steps/toolCallRequest")));
        request.put("tool", arguments.value("--tool", ""));
        request.put("seconds", Words.seconds(arguments, "--for 10m"));
        request.put("reason", Words.reason(arguments));
        Object answer =
                session.client()
                        .post(
                                Query.at(
                                        "namespaces",
                                        session.settings().namespace(),
                                        "agents",
                                        agent,
                                        "break-glass"),
                                request);
        if (format.isTable()) {
            session.screen()
                    .line(
                            "grant "
                                    + Tree.text(answer, "grantId")
                                    + " for agent/"
                                    + agent
                                    + " until "
                                    + Tree.text(answer, "expiresAt"));
        } else {
            session.screen().out().append(format.value(answer));
        }
        return ExitCode.OK;
    }
}
