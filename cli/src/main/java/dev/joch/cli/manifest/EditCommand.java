package dev.joch.cli.manifest;

import dev.joch.cli.api.Reference;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.YamlText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.resource.Targets;
import dev.joch.cli.session.Session;
import dev.joch.cli.session.World;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code joch edit}. What is refused stays in its file, so that no work is lost. */
public final class EditCommand implements Command {

    @Override
    public Page page() {
        return Page.of("edit", "Change a resource in an editor")
                .usage("KIND/NAME", Page.Completes.RESOURCES)
                .description("The editor is JOCH_EDITOR, VISUAL or EDITOR, and vi without them.")
                .example("joch edit agent/support-triage", "change an agent")
                .example("EDITOR='code --wait' joch edit policy/x", "with another editor")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Reference reference = Targets.one(arguments.words(), session);
        Object document = session.client().get(reference, 0);
        String before = YamlText.of(Intent.ofVersion(document));
        try {
            Path file = Files.createTempFile("joch-" + reference.kind().singular() + "-", ".yaml");
            Files.writeString(file, before);
            edit(file, session.world());
            String after = Files.readString(file);
            if (after.equals(before) || after.isBlank()) {
                Files.delete(file);
                session.screen().line(reference.shown() + " unchanged");
                return ExitCode.OK;
            }
            return apply(reference, file, session);
        } catch (IOException e) {
            throw FailureException.local(
                    "EDIT_FAILED", "the file cannot be edited: " + e.getMessage(), "set EDITOR");
        }
    }

    private static ExitCode apply(Reference reference, Path file, Session session)
            throws IOException {
        try {
            ManifestText text = new ManifestText(file.toString(), Files.readAllBytes(file));
            Object answer = new SendManifests(session, List.of(text)).apply(false);
            Object first = Tree.list(Tree.at(answer, "results")).stream().findFirst().orElse(null);
            Files.delete(file);
            session.screen().line(reference.shown() + " " + Tree.text(first, "action"));
            return ExitCode.OK;
        } catch (FailureException e) {
            session.screen()
                    .say("Your changes are kept in " + file + "; mend them and use joch apply -f.");
            throw e;
        }
    }

    private static void edit(Path file, World world) throws IOException {
        List<String> command = new ArrayList<>();
        for (String variable : List.of("JOCH_EDITOR", "VISUAL", "EDITOR")) {
            if (command.isEmpty() && !world.variable(variable).isBlank()) {
                command.addAll(List.of(world.variable(variable).strip().split("\\s+")));
            }
        }
        if (command.isEmpty()) {
            command.add("vi");
        }
        String editor = command.getFirst();
        command.add(file.toString());
        try {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw FailureException.local(
                        "EDIT_FAILED",
                        "the editor " + editor + " ended with an error; nothing was changed",
                        "set EDITOR");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FailureException.local(
                    "EDIT_FAILED", "the editor was interrupted; nothing was changed", "try again");
        }
    }
}
