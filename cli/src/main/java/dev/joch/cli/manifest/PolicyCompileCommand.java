package dev.joch.cli.manifest;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;
import dev.joch.policy.export.Target;

/** {@code joch policy compile}. */
public final class PolicyCompileCommand implements Command {

    @Override
    public Page page() {
        return Page.of("policy compile", "Translate policies to Rego or Cedar, without a server")
                .usage("-f FILE --to LANGUAGE", Page.Completes.FILES)
                .description(
                        """
                        Prints every policy among the manifests in the language of another engine, for the part that it can
                        say. What it cannot say is refused with its place, and nothing is printed.\
                        """)
                .options(
                        ManifestOptions.FILE,
                        ManifestOptions.RECURSIVE,
                        Option.value("--to", "LANGUAGE", "rego or cedar"))
                .example(
                        "joch policy compile -f policy.yaml --to rego", "for the Open Policy Agent")
                .example("joch policy compile -f policies/ --to cedar", "denials, for Cedar")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        Format format = Format.parse(session.settings().output());
        String word = arguments.value("--to").orElse("");
        Target target =
                Target.named(word)
                        .orElseThrow(() ->
                                FailureException.usage(
                                        word.isEmpty()
                                                ? "no language is given"
                                                : "there is no language `" + word + "` here",
                                        "write --to " + String.join(" or --to ", Target.words())));
        return new OfflineTranslation(session, format)
                .print(
                        ManifestFiles.read(
                                arguments.values("--filename"),
                                arguments.has("--recursive"),
                                session),
                        target);
    }
}
