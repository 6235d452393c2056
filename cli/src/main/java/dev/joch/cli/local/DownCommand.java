package dev.joch.cli.local;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code joch down}. */
public final class DownCommand implements Command {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public Page page() {
        return Page.of("down", "Stop the local server")
                .description(
                        "It finishes what it is doing. Its data stays. Without --data, the one that the context in use points to; else that of joch up and that of joch quickstart.")
                .options(
                        LocalFolders.DATA,
                        Option.flag("--force", "kill it when it does not end in time"),
                        Option.value("--timeout", "DURATION", "how long it may take (default 30s)"))
                .example("joch down", "stop it")
                .example("joch down --data ./joch-data", "stop the one of a folder")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        boolean any = false;
        for (LocalServer local : meant(arguments, session)) {
            any |= stop(local, arguments, session);
        }
        if (!any) {
            session.say("No local server is running.");
        }
        return ExitCode.OK;
    }

    private static List<LocalServer> meant(Arguments arguments, Session session) {
        if (arguments.value("--data").isPresent()) {
            return List.of(LocalFolders.of(arguments, session, ""));
        }
        return LocalFolders.inUse(session)
                .map(List::of)
                .orElseGet(() ->
                        List.of(
                                LocalFolders.of(arguments, session, "local"),
                                LocalFolders.of(arguments, session, "quickstart")));
    }

    private static boolean stop(LocalServer local, Arguments arguments, Session session) {
        Optional<LocalServer.Address> address = local.running();
        if (address.isEmpty()) {
            local.forget();
            return false;
        }
        ProcessHandle process = local.process(address.get()).orElseThrow();
        Duration patience = arguments.duration("--timeout", PATIENCE);
        process.destroy();
        if (!ended(process, patience)) {
            if (!arguments.has("--force")) {
                throw new FailureException(
                        new Failure.TimedOut(
                                "the server (process "
                                        + process.pid()
                                        + ") did not end within "
                                        + patience.toSeconds()
                                        + "s",
                                "joch down --force kills it; look into " + local.log()));
            }
            process.destroyForcibly();
            ended(process, patience);
        }
        local.forget();
        session.say(
                "The server at "
                        + address.get().server()
                        + " was stopped. Its data is in "
                        + local.folder()
                        + ".");
        return true;
    }

    private static boolean ended(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
