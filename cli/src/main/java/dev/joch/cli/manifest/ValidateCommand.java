package dev.joch.cli.manifest;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Finding;
import dev.joch.cli.session.Session;

import java.util.List;

/** {@code joch validate}. */
public final class ValidateCommand implements Command {

    @Override
    public Page page() {
        return Page.of("validate", "Check manifests, without a server if need be")
                .usage("-f FILE", Page.Completes.FILES)
                .description(
                        """
                        Checks syntax, fields, limits and references among the manifests, all at once, without a server.
                        References to what only the server has are checked with --server.\
                        """)
                .options(
                        ManifestOptions.FILE,
                        ManifestOptions.RECURSIVE,
                        Option.address("--server", "let the server check, against what it has"))
                .example("joch validate -f agents/", "check a folder")
                .example("joch validate -f . -R -o json", "check a tree, for a program")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        Format format = Format.parse(session.settings().output());
        List<ManifestText> texts =
                ManifestFiles.read(
                        arguments.values("--filename"), arguments.has("--recursive"), session);
        if (arguments.value("--server").isEmpty()) {
            return new OfflineReview(session).report(texts, "", format);
        }
        Object answer = new SendManifests(session, texts).validate();
        List<Finding> findings =
                Tree.list(Tree.at(answer, "diagnostics")).stream().map(Finding::of).toList();
        return new ReviewReport(session, format).print(findings, List.of(), texts.size());
    }
}
