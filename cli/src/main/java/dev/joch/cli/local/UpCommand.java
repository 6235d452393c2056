package dev.joch.cli.local;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.session.Session;

import java.time.Duration;

/** {@code joch up}. */
public final class UpCommand implements Command {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public Page page() {
        return Page.of("up", "Start a local server in the background")
                .description(
                        "All of Joch in one process. The context local points at it afterwards.")
                .options(
                        LocalFolders.DATA,
                        Option.value("--port", "PORT", "of REST (default 8080, or a free one)"),
                        Option.value(
                                "--grpc-port", "PORT", "of gRPC (default 9090, or a free one)"),
                        Option.choice("--store", "where resources are kept", "postgres", "sqlite"),
                        Option.value(
                                "--code",
                                "FOLDER",
                                "where the code of agents is (default: nowhere)"),
                        Option.flag("--foreground", "stay with it and show its log"),
                        Option.value("--context-name", "NAME", "context to set (default local)"),
                        Option.value(
                                "--timeout",
                                "DURATION",
                                "how long it may take to be ready (default 60s)"))
                .example("joch up", "start it")
                .example(
                        "joch up --port 8180 --data ./joch-data",
                        "with a port and a folder of your own")
                .example("joch up --foreground", "see what it says; Ctrl-C stops it")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        LocalServer local = LocalFolders.of(arguments, session, "local");
        String context = arguments.value("--context-name", "local");
        boolean foreground = arguments.has("--foreground");
        StartServer.Started started =
                new StartServer(
                                local.folder(),
                                arguments.number("--port", 0),
                                arguments.number("--grpc-port", 0),
                                arguments.value("--store", ""),
                                LocalFolders.code(arguments, session),
                                foreground,
                                context,
                                arguments.duration("--timeout", PATIENCE))
                        .run(session);
        LocalServer.Address address = started.address();
        session.say(started.wasRunning() ? "A server runs already:" : "A server was started:");
        session.say("  REST     " + address.server());
        session.say("  gRPC     " + address.grpc());
        session.say("  process  " + address.pid());
        session.say("  data     " + local.folder());
        session.say("  context  " + context + " (now in use)");
        if (foreground && started.process().isPresent()) {
            return stay(started.process().get(), local);
        }
        session.say("Next: joch get all, joch status; joch down stops it.");
        return ExitCode.OK;
    }

    private static ExitCode stay(Process process, LocalServer local) {
        try {
            int code = process.waitFor();
            local.forget();
            return code == 0 ? ExitCode.OK : ExitCode.ERROR;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }
}
