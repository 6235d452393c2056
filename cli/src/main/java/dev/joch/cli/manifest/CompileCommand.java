package dev.joch.cli.manifest;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.session.Session;

/** {@code joch compile}. */
public final class CompileCommand implements Command {

    @Override
    public Page page() {
        return Page.of("compile", "Compile agents from manifests, without a server")
                .usage("-f FILE", Page.Completes.FILES)
                .description(
                        """
                        Prints the CompiledAgentManifest of every agent among the manifests, by the rules of the server.
                        What only the server has is left out, with a warning that says so. Nothing is stored.\
                        """)
                .options(
                        ManifestOptions.FILE,
                        ManifestOptions.RECURSIVE,
                        Option.value(
                                "--environment",
                                "NAME",
                                "compile for this environment (default: the agent's label env)"))
                .example("joch compile -f .", "all agents of a folder, as YAML")
                .example("joch compile -f . -R --environment prod -o json", "for a program")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        Format format = Format.parse(session.settings().output());
        return new OfflineCompile(session, format)
                .print(
                        ManifestFiles.read(
                                arguments.values("--filename"),
                                arguments.has("--recursive"),
                                session),
                        arguments.value("--environment").orElse(""));
    }
}
