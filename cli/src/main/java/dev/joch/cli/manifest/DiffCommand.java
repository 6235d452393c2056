package dev.joch.cli.manifest;

import dev.joch.cli.agent.AgentPapers;
import dev.joch.cli.api.Reference;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.YamlText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.resource.Targets;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code joch diff}. Its exit code 1 means that there are differences, as that of {@code diff}
 * does.
 */
public final class DiffCommand implements Command {

    @Override
    public Page page() {
        return Page.of("diff", "Compare manifests with what the server has")
                .usage("-f FILE | KIND/NAME --from VERSION --to VERSION", Page.Completes.FILES)
                .description(
                        "Ends with 0 when there is no difference, 1 when there are some, more than 1 on an error.")
                .options(
                        ManifestOptions.FILE,
                        ManifestOptions.RECURSIVE,
                        Option.value("--from", "GENERATION", "compare this version of a resource"),
                        Option.value(
                                "--to", "GENERATION", "with that one (default: the current one)"),
                        Option.value(
                                "--environment",
                                "NAME",
                                "of which the manifests of an agent are compared (default: the last)"))
                .example("joch diff -f agents/", "what an apply would change")
                .example("joch diff agent/support-triage --from 7 --to 8", "what a change was")
                .example(
                        "joch diff agent/support-triage --from 8 --to 8",
                        "how its manifest changed while the agent stayed as it is")
                .example("JOCH_EXTERNAL_DIFF=meld joch diff -f .", "with a program of your own")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        try {
            return compare(arguments, session);
        } catch (FailureException e) {
            throw e.failure().exit() == ExitCode.ERROR ? asUsage(e) : e;
        }
    }

    /** 1 is taken: it means that there are differences. */
    private static FailureException asUsage(FailureException e) {
        return new FailureException(
                new Failure.Local(
                        e.failure().reason(),
                        e.failure().message(),
                        e.failure().fix(),
                        ExitCode.USAGE),
                e);
    }

    private static ExitCode compare(Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        if (!arguments.words().isEmpty()) {
            return versions(arguments, session, format);
        }
        List<ManifestText> texts =
                ManifestFiles.read(
                        arguments.values("--filename"), arguments.has("--recursive"), session);
        Object answer = new SendManifests(session, texts).diff();
        List<Differences> changes =
                Differences.of(answer).stream().filter(Differences::changes).toList();
        if (!format.isTable()) {
            session.screen().out().append(format.value(answer));
        } else {
            show(changes, session);
        }
        return changes.isEmpty() ? ExitCode.OK : ExitCode.ERROR;
    }

    private static ExitCode versions(Arguments arguments, Session session, Format format) {
        Reference reference = Targets.one(arguments.words(), session);
        int from = arguments.number("--from", 0);
        if (from == 0) {
            throw FailureException.usage("--from is missing", "for example --from 7 --to 8");
        }
        Object older = session.client().get(reference, from);
        Object newer = session.client().get(reference, arguments.number("--to", 0));
        String before = YamlText.of(Intent.of(older));
        String after = YamlText.of(Intent.of(newer));
        boolean same = before.equals(after);
        ManifestChanges manifest =
                AgentPapers.has(reference)
                        ? ManifestChanges.of(
                                reference,
                                from,
                                Tree.number(newer, "metadata", "generation"),
                                arguments.value("--environment", ""),
                                session)
                        : ManifestChanges.NONE;
        if (!format.isTable()) {
            Map<String, @Nullable Object> tree = new LinkedHashMap<>();
            tree.put("resource", reference.shown());
            tree.put("action", same ? "unchanged" : "configured");
            tree.put("before", before);
            tree.put("after", after);
            tree.put("manifest", manifest.tree());
            session.screen().out().append(format.value(tree));
        } else {
            show(
                    same
                            ? List.of()
                            : List.of(
                                    new Differences(
                                            reference.shown(), "configured", before, after)),
                    session);
            if (!manifest.isEmpty()) {
                session.screen().line(session.paint().bold("Compiled manifest:"));
                manifest.lines().forEach(line -> session.screen().line("  " + line));
            }
        }
        return same && manifest.isEmpty() ? ExitCode.OK : ExitCode.ERROR;
    }

    private static void show(List<Differences> changes, Session session) {
        String program = session.world().variable("JOCH_EXTERNAL_DIFF");
        if (!program.isEmpty() && !changes.isEmpty()) {
            new ExternalDiff(session, program).show(changes);
            return;
        }
        for (Differences change : changes) {
            session.screen().out().append(session.paint().diff(change.unified()));
        }
    }
}
