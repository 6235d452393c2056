package dev.joch.cli.manifest;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.ErrorText;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.problem.Finding;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** {@code joch apply}, and {@code joch create}, which does the same. */
public final class ApplyCommand implements Command {
    private static final Duration USUAL_WAIT = Duration.ofSeconds(60);

    private final String name;

    public ApplyCommand(String name) {
        this.name = name;
    }

    @Override
    public Page page() {
        String summary =
                name.equals("apply")
                        ? "Create or update resources from manifests"
                        : "The same as apply";
        return Page.of(name, summary)
                .usage("-f FILE", Page.Completes.FILES)
                .description(
                        "All documents are stored or none. At a terminal the differences are shown first.")
                .options(
                        ManifestOptions.FILE,
                        ManifestOptions.RECURSIVE,
                        Option.choice(
                                "--dry-run",
                                "decide without writing, on the server or here",
                                "none",
                                "client",
                                "server"),
                        Option.flag("--wait", "wait until everything is ready"),
                        Option.value("--timeout", "DURATION", "how long to wait (default 60s)"),
                        Option.flag("-y,--yes", "do it without asking"))
                .example("joch " + name + " -f agents/", "the manifests of a folder")
                .example(
                        "joch " + name + " -f . -R --dry-run=server",
                        "what would happen to a whole tree")
                .example("cat agent.yaml | joch " + name + " -f -", "from standard input")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        Format format = Format.parse(session.settings().output());
        List<ManifestText> texts =
                ManifestFiles.read(
                        arguments.values("--filename"), arguments.has("--recursive"), session);
        String dryRun = arguments.value("--dry-run", "none");
        if (dryRun.equals("client")) {
            return new OfflineReview(session).report(texts, " (client dry run)", format);
        }
        SendManifests send = new SendManifests(session, texts);
        if (dryRun.equals("none") && session.screen().canAsk() && !arguments.has("--yes")) {
            preview(send, session);
        }
        Object answer = send.apply(dryRun.equals("server"));
        print(answer, dryRun.equals("server"), session, format);
        if (arguments.has("--wait") && dryRun.equals("none")) {
            new AwaitApplied(session).all(answer, arguments.duration("--timeout", USUAL_WAIT));
        }
        return ExitCode.OK;
    }

    /** Shows what would change and asks; nothing to change needs no question. */
    private static void preview(SendManifests send, Session session) {
        List<Differences> changes =
                Differences.of(send.diff()).stream().filter(Differences::changes).toList();
        if (changes.isEmpty()) {
            return;
        }
        for (Differences change : changes) {
            session.screen().say(session.errorPaint().diff(change.unified()).stripTrailing());
        }
        String what = changes.size() == 1 ? "this change" : "these " + changes.size() + " changes";
        if (!session.confirm("Apply " + what + "?", false)) {
            throw new FailureException(new Failure.Cancelled("nothing was applied"));
        }
    }

    private static void print(Object answer, boolean dryRun, Session session, Format format) {
        List<@Nullable Object> results = Tree.list(Tree.at(answer, "results"));
        warnings(answer, results, session);
        if (!format.isTable() && !(format instanceof Format.Name)) {
            session.screen().out().append(format.value(answer));
            return;
        }
        for (Object result : results) {
            String name = AwaitApplied.name(result);
            String action = " " + Tree.text(result, "action") + (dryRun ? " (server dry run)" : "");
            session.screen().line(format instanceof Format.Name ? name : name + action);
        }
    }

    private static void warnings(Object answer, List<@Nullable Object> results, Session session) {
        for (Object warning : Tree.list(Tree.at(answer, "diagnostics"))) {
            session.say(
                    ErrorText.finding(Finding.of(warning), session.errorPaint()).stripTrailing());
        }
        for (Object result : results) {
            for (Object warning : Tree.list(Tree.at(result, "warnings"))) {
                session.say(
                        ErrorText.finding(Finding.of(warning), session.errorPaint())
                                .stripTrailing());
            }
        }
    }
}
