package dev.joch.cli.resource;

import dev.joch.cli.api.Reference;
import dev.joch.cli.api.Selection;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.manifest.ManifestFiles;
import dev.joch.cli.manifest.ManifestNames;
import dev.joch.cli.output.ErrorText;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code joch delete}. */
public final class DeleteCommand implements Command {
    private static final int CHUNK = 500;
    private static final int SHOWN = 10;

    @Override
    public Page page() {
        return Page.of("delete", "Delete resources")
                .usage("KIND/NAME... | KIND -l LABELS | -f FILE", Page.Completes.RESOURCES)
                .description(
                        "What others refer to is not deleted, unless --cascade says what becomes of them.")
                .options(
                        Option.value(
                                "-f,--filename",
                                "FILE",
                                "what a manifest, folder, glob, URL or - (stdin) names"),
                        Option.flag("-R,--recursive", "folders below the folder too"),
                        ListOptions.SELECTOR,
                        Option.choice(
                                "--cascade",
                                "referrers: refuse (the default), delete them too, or leave them dangling",
                                "refuse",
                                "cascade",
                                "orphan"),
                        Option.flag("--ignore-not-found", "it is fine when it is gone already"),
                        ListOptions.DRY_RUN,
                        ListOptions.YES)
                .example("joch delete agent/support-triage", "one agent, after a question")
                .example("joch delete -f agents/ --yes", "all that the manifests of a folder name")
                .example("joch delete tools -l team=support --dry-run", "what would go")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        List<Reference> references = references(arguments, session);
        if (references.isEmpty()) {
            session.say("Nothing to delete.");
            return ExitCode.OK;
        }
        boolean dryRun = arguments.has("--dry-run");
        if (!dryRun && !session.confirm(question(references), arguments.has("--yes"))) {
            throw new FailureException(new Failure.Cancelled("nothing was deleted"));
        }
        String cascade = arguments.value("--cascade", "refuse");
        return delete(
                references, cascade.equals("refuse") ? "" : cascade, arguments, session, format);
    }

    private static ExitCode delete(
            List<Reference> references,
            String propagation,
            Arguments arguments,
            Session session,
            Format format) {
        boolean dryRun = arguments.has("--dry-run");
        List<Object> answers = new ArrayList<>();
        @Nullable Failure failed = null;
        for (Reference reference : references) {
            try {
                Object answer = session.client().delete(reference, propagation, dryRun);
                answers.add(answer);
                if (format.isTable() || format instanceof Format.Name) {
                    print(reference, answer, dryRun, session, format);
                }
            } catch (FailureException e) {
                boolean gone = e.failure().exit() == ExitCode.NOT_FOUND;
                if (gone && arguments.has("--ignore-not-found")) {
                    continue;
                }
                if (references.size() == 1) {
                    throw e;
                }
                failed = e.failure();
                session.screen()
                        .say(ErrorText.forPeople(failed, session.errorPaint()).stripTrailing());
            }
        }
        if (!format.isTable() && !(format instanceof Format.Name)) {
            session.screen()
                    .out()
                    .append(
                            answers.size() == 1
                                    ? format.value(answers.getFirst())
                                    : format.list(answers, "", ""));
        }
        return failed == null ? ExitCode.OK : failed.exit();
    }

    private static void print(
            Reference reference, Object answer, boolean dryRun, Session session, Format format) {
        if (format instanceof Format.Name) {
            session.screen().line(reference.shown());
            return;
        }
        String dry = dryRun ? " (dry run)" : "";
        for (Object with : Tree.list(Tree.at(answer, "cascaded"))) {
            String kind = Tree.text(with, "kind").toLowerCase(java.util.Locale.ROOT);
            session.screen().line(kind + "/" + Tree.text(with, "name") + " deleted with it" + dry);
        }
        session.screen()
                .line(
                        reference.shown()
                                + " "
                                + Tree.textIn(answer, "action").orElse("deleted")
                                + dry);
    }

    private static List<Reference> references(Arguments arguments, Session session) {
        List<String> files = arguments.values("--filename");
        if (!files.isEmpty()) {
            if (!arguments.words().isEmpty()) {
                throw FailureException.usage(
                        "names and files do not go together", "give names, or files with -f");
            }
            return ManifestNames.in(
                            ManifestFiles.read(files, arguments.has("--recursive"), session),
                            session)
                    .reversed();
        }
        return switch (Targets.of(arguments.words(), session)) {
            case Targets.Named named -> named.references();
            case Targets.OfKinds kinds when arguments.value("--selector").isPresent() ->
                    kinds.kinds().stream()
                            .map(kind ->
                                    new Selection(
                                            kind,
                                            session.settings().namespace(),
                                            arguments.value("--selector", ""),
                                            ""))
                            .flatMap(selection -> selected(selection, session).stream())
                            .toList();
            case Targets.OfKinds kinds ->
                    throw FailureException.usage(
                            "the name is missing", "name resources, or choose them with -l");
            case Targets.Everything everything ->
                    throw FailureException.usage(
                            "all is too much to delete at once", "name kinds and choose with -l");
        };
    }

    private static List<Reference> selected(Selection selection, Session session) {
        return session.client().all(selection, CHUNK).stream()
                .map(document -> Reference.ofDocument(selection.kind(), document))
                .toList();
    }

    private static String question(List<Reference> references) {
        String names =
                references.stream()
                        .limit(SHOWN)
                        .map(Reference::shown)
                        .collect(Collectors.joining(", "));
        int more = references.size() - SHOWN;
        return "Delete " + names + (more > 0 ? " and " + more + " more" : "") + "?";
    }
}
