package dev.joch.cli.resource;

import dev.joch.cli.api.Reference;
import dev.joch.cli.api.Selection;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.kind.KindRow;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What {@code label} and {@code annotate} have in common: a map of the metadata is changed. */
abstract sealed class MetadataCommand implements Command permits LabelCommand, AnnotateCommand {
    private static final int CHUNK = 500;

    private final String verb;
    private final String noun;
    private final String field;

    MetadataCommand(String verb, String noun, String field) {
        this.verb = verb;
        this.noun = noun;
        this.field = field;
    }

    @Override
    public Page page() {
        return Page.of(verb, "Set or remove " + noun + "s")
                .usage("KIND/NAME... KEY=VALUE... KEY-...", Page.Completes.RESOURCES)
                .options(
                        ListOptions.SELECTOR,
                        Option.flag("--overwrite", "replace a value that is there already"),
                        ListOptions.DRY_RUN)
                .example("joch " + verb + " agent/support-triage owner=support", "set one")
                .example(
                        "joch " + verb + " agent/support-triage env=prod --overwrite",
                        "replace one")
                .example("joch " + verb + " agents x y env-", "remove one from two agents")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        Assignments assignments = Assignments.of(arguments.words(), noun);
        List<Object> answers = new ArrayList<>();
        for (Reference reference : references(assignments.targets(), arguments, session)) {
            Object document = session.client().get(reference, 0);
            Map<String, @Nullable Object> present = Tree.map(Tree.at(document, "metadata", field));
            boolean changes =
                    changes(
                            reference,
                            present,
                            assignments.changes(),
                            arguments.has("--overwrite"));
            if (changes) {
                Object patch =
                        Map.of(
                                "metadata",
                                Map.of(field, new LinkedHashMap<>(assignments.changes())));
                String version = Tree.text(document, "metadata", "resourceVersion");
                answers.add(
                        session.client()
                                .mergePatch(reference, patch, version, arguments.has("--dry-run")));
            } else {
                answers.add(document);
            }
            if (format.isTable()) {
                String dry = arguments.has("--dry-run") ? " (dry run)" : "";
                session.screen()
                        .line(
                                reference.shown()
                                        + " "
                                        + (changes
                                                ? verb.equals("label") ? "labeled" : "annotated"
                                                : "unchanged")
                                        + dry);
            }
        }
        if (!format.isTable()) {
            session.screen()
                    .out()
                    .append(
                            answers.size() == 1
                                    ? format.value(answers.getFirst())
                                    : format.list(answers, "", ""));
        }
        return ExitCode.OK;
    }

    private static List<Reference> references(
            List<String> words, Arguments arguments, Session session) {
        return switch (Targets.of(words, session)) {
            case Targets.Named named -> named.references();
            case Targets.OfKinds kinds when arguments.value("--selector").isPresent() ->
                    kinds.kinds().stream()
                            .flatMap(kind -> selected(kind, arguments, session).stream())
                            .toList();
            case Targets.OfKinds kinds ->
                    throw FailureException.usage(
                            "the name is missing", "name resources, or choose them with -l");
            case Targets.Everything everything ->
                    throw FailureException.usage(
                            "all is too much", "name resources, or choose them with -l");
        };
    }

    private static List<Reference> selected(KindRow kind, Arguments arguments, Session session) {
        Selection selection =
                new Selection(
                        kind,
                        session.settings().namespace(),
                        arguments.value("--selector", ""),
                        "");
        return session.client().all(selection, CHUNK).stream()
                .map(document -> Reference.ofDocument(kind, document))
                .toList();
    }

    private boolean changes(
            Reference reference,
            Map<String, @Nullable Object> present,
            Map<String, @Nullable String> wanted,
            boolean overwrite) {
        boolean changes = false;
        for (Map.Entry<String, @Nullable String> change : wanted.entrySet()) {
            Object value = present.get(change.getKey());
            if (value != null
                    && change.getValue() != null
                    && !value.equals(change.getValue())
                    && !overwrite) {
                throw new FailureException(
                        new Failure.Local(
                                "WOULD_OVERWRITE",
                                reference.shown()
                                        + " has the "
                                        + noun
                                        + " "
                                        + change.getKey()
                                        + "="
                                        + value
                                        + " already",
                                "add --overwrite to replace it",
                                ExitCode.CONFLICT));
            }
            changes |= !Objects.equals(value, change.getValue());
        }
        return changes;
    }
}
