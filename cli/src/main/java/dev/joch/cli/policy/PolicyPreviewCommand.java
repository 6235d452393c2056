package dev.joch.cli.policy;

import dev.joch.cli.api.Query;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.manifest.ManifestFiles;
import dev.joch.cli.manifest.ManifestOptions;
import dev.joch.cli.manifest.SendManifests;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.TableText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.resource.ListOptions;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** {@code joch policy preview}. */
public final class PolicyPreviewCommand implements Command {
    private static final List<String> HEADERS =
            List.of("TIME", "AGENT", "HOOK", "BEFORE", "AFTER", "POLICY", "REASON");

    @Override
    public Page page() {
        return Page.of("policy preview", "Show what drafts of policies would have decided")
                .usage("-f FILE", Page.Completes.FILES)
                .description(
                        "Replays recorded decisions against the drafts. Ends with 0 when none would have come out differently, 1 when some would.")
                .options(
                        ManifestOptions.FILE,
                        ManifestOptions.RECURSIVE,
                        Option.value(
                                "--since",
                                "DURATION|TIME",
                                "decisions that are not older, e.g. 24h (default: the newest)"),
                        Option.value(
                                "--limit",
                                "NUMBER",
                                "at most so many (default 1000, at most 10000)"),
                        ListOptions.NO_HEADERS)
                .example("joch policy preview -f policy.yaml --since 24h", "against the last day")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        Format format = Format.parse(session.settings().output());
        Query path =
                Query.at("policy", "preview")
                        .with("since", ListOptions.since(arguments, session))
                        .with("limit", String.valueOf(arguments.number("--limit", 0)));
        Object answer =
                new SendManifests(
                                session,
                                ManifestFiles.read(
                                        arguments.values("--filename"),
                                        arguments.has("--recursive"),
                                        session))
                        .preview(path);
        if (format.isTable()) {
            show(answer, arguments, session);
        } else {
            session.screen().out().append(format.value(answer));
        }
        return Tree.number(answer, "changed") == 0 ? ExitCode.OK : ExitCode.ERROR;
    }

    private static void show(Object answer, Arguments arguments, Session session) {
        for (Object found : Tree.list(Tree.at(answer, "diagnostics"))) {
            session.say(Tree.text(found, "field") + ": " + Tree.text(found, "message"));
        }
        List<List<String>> rows = new ArrayList<>();
        Tree.list(Tree.at(answer, "examples")).forEach(example -> rows.add(row(example)));
        if (!rows.isEmpty()) {
            new TableText(HEADERS, session.screen().width())
                    .lines(rows, !arguments.has("--no-headers"))
                    .forEach(session.screen()::line);
        }
        session.say(
                Tree.number(answer, "changed")
                        + " of "
                        + Tree.number(answer, "replayed")
                        + " decisions would have come out differently; the policies of "
                        + Tree.list(Tree.at(answer, "agents")).size()
                        + " agents would change.");
    }

    private static List<String> row(@Nullable Object example) {
        return List.of(
                Tree.text(example, "recorded", "decidedAt"),
                Tree.text(example, "recorded", "request", "agent"),
                Tree.text(example, "recorded", "request", "hook"),
                Words.decision(Tree.text(example, "recorded", "response", "decision")),
                Words.decision(Tree.text(example, "now", "decision")),
                Tree.text(example, "now", "policy"),
                Tree.text(example, "now", "reason"));
    }
}
