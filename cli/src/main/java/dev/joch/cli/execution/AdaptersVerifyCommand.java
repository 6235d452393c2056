package dev.joch.cli.execution;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Page;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/**
 * {@code joch adapters verify}: the conformance suite of the worker, which is a program of its own,
 * because the command line starts no agents.
 */
public final class AdaptersVerifyCommand implements Command {
    private static final int USAGE = 2;

    @Override
    public Page page() {
        return Page.of("adapters verify", "Check that an adapter keeps its contract")
                .usage("FRAMEWORK", Page.Completes.NOTHING)
                .description(
                        "Runs the example agent of that framework on this machine, without a"
                                + " server: one line for each thing that was promised.")
                .example("joch adapters verify custom-python", "with the Python of this machine")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        String framework = arguments.onlyWord("framework");
        String suite = session.world().variable("JOCH_VERIFY_COMMAND");
        if (suite.isBlank()) {
            throw FailureException.local(
                    "NO_SUITE",
                    "this joch does not know where the conformance suite is",
                    "start it by its launcher script, or set JOCH_VERIFY_COMMAND to the command line of the suite");
        }
        try {
            Process process =
                    new ProcessBuilder(
                                    List.of(
                                            "sh",
                                            "-c",
                                            "exec " + suite + " \"$@\"",
                                            "joch-verify",
                                            framework))
                            .redirectErrorStream(true)
                            .start();
            try (BufferedReader lines = process.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    session.screen().line(line);
                }
            }
            session.screen().out().flush();
            return switch (process.waitFor()) {
                case 0 -> ExitCode.OK;
                case USAGE -> ExitCode.USAGE;
                default -> ExitCode.ERROR;
            };
        } catch (IOException e) {
            throw FailureException.local(
                    "NO_SUITE",
                    "the conformance suite cannot be started: " + e.getMessage(),
                    "check JOCH_VERIFY_COMMAND");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }
}
