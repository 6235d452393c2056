package dev.joch.cli.manifest;

import dev.joch.cli.api.Reference;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.JsonWriter;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.YamlText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.resource.Targets;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code joch rollback}: applies the spec of an earlier version. */
public final class RollbackCommand implements Command {

    @Override
    public Page page() {
        return Page.of("rollback", "Return a resource to an earlier version")
                .usage("KIND/NAME [--to-version GENERATION]", Page.Completes.RESOURCES)
                .description(
                        "The spec of that version becomes a new version. Labels and annotations stay as they are.")
                .options(
                        Option.value(
                                "--to-version",
                                "GENERATION",
                                "which one (default: the one before)"),
                        Option.flag("--dry-run", "show the difference, change nothing"),
                        Option.flag("-y,--yes", "do it without asking"))
                .example("joch rollback agent/support-triage", "take back the last change")
                .example(
                        "joch rollback agent/support-triage --to-version 7",
                        "return to generation 7")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        Reference reference = Targets.one(arguments.words(), session);
        Object current = session.client().get(reference, 0);
        int generation =
                arguments.number(
                        "--to-version", (int) Tree.number(current, "metadata", "generation") - 1);
        if (generation < 1) {
            throw new FailureException(
                    new Failure.Local(
                            "NO_EARLIER_VERSION",
                            reference.shown() + " has no earlier version",
                            "joch history " + reference.shown() + " lists its versions",
                            ExitCode.NOT_FOUND));
        }
        Object earlier = session.client().get(reference, generation);
        if (Objects.equals(Tree.at(current, "spec"), Tree.at(earlier, "spec"))) {
            session.screen().line(reference.shown() + " unchanged");
            return ExitCode.OK;
        }
        Map<String, @Nullable Object> intent = Intent.ofVersion(current);
        intent.put("spec", Tree.at(earlier, "spec"));
        return apply(reference, current, intent, generation, arguments, session, format);
    }

    private static ExitCode apply(
            Reference reference,
            Object current,
            Map<String, @Nullable Object> intent,
            int generation,
            Arguments arguments,
            Session session,
            Format format) {
        boolean dryRun = arguments.has("--dry-run");
        Differences change =
                new Differences(
                        reference.shown(),
                        "configured",
                        YamlText.of(Tree.at(current, "spec")),
                        YamlText.of(intent.get("spec")));
        if (dryRun) {
            session.screen().out().append(session.paint().diff(change.unified()));
        } else if (session.screen().canAsk() && !arguments.has("--yes")) {
            session.screen().say(session.errorPaint().diff(change.unified()).stripTrailing());
            if (!session.confirm(
                    "Roll " + reference.shown() + " back to version " + generation + "?", false)) {
                throw new FailureException(new Failure.Cancelled("nothing was rolled back"));
            }
        }
        byte[] content = JsonWriter.line(intent).getBytes(StandardCharsets.UTF_8);
        ManifestText text =
                new ManifestText("version " + generation + " of " + reference.shown(), content);
        Object answer = new SendManifests(session, List.of(text)).apply(dryRun);
        if (format.isTable()) {
            session.screen()
                    .line(
                            reference.shown()
                                    + " rolled back to version "
                                    + generation
                                    + (dryRun ? " (dry run)" : ""));
        } else {
            session.screen().out().append(format.value(answer));
        }
        return ExitCode.OK;
    }
}
