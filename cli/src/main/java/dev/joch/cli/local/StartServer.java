package dev.joch.cli.local;

import dev.joch.cli.api.ApiClient;
import dev.joch.cli.config.Configuration;
import dev.joch.cli.config.Context;
import dev.joch.cli.config.Credential;
import dev.joch.cli.config.Settings;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts a collapsed server on a folder, waits until it answers, and points a context at it. Doing
 * it twice finds the first one.
 *
 * @param data folder
 * @param port of REST; 0 takes the usual one when it is free, else any
 * @param grpcPort of gRPC; 0 likewise
 * @param store kind of catalogue store; empty leaves it to the server
 * @param code folder below which the code of agents is; empty for none
 * @param foreground stay with it, and show its log
 * @param context name of the context to point at it
 * @param patience how long to wait until it is ready
 */
record StartServer(
        Path data,
        int port,
        int grpcPort,
        String store,
        String code,
        boolean foreground,
        String context,
        Duration patience) {
    static final int USUAL_PORT = 8080;
    static final int USUAL_GRPC_PORT = 9090;
    private static final Duration STEP = Duration.ofMillis(40);

    /** What came of it. */
    record Started(LocalServer.Address address, boolean wasRunning, Optional<Process> process) {}

    Started run(Session session) {
        LocalServer local = new LocalServer(data);
        Optional<LocalServer.Address> running = local.running();
        if (running.isPresent()) {
            use(session, running.get());
            return new Started(running.get(), true, Optional.empty());
        }
        local.forget();
        Process process = start(session, local);
        local.remember(process.toHandle());
        LocalServer.Address address = awaitReady(session, local, process);
        use(session, address);
        return new Started(address, false, Optional.of(process));
    }

    private Process start(Session session, LocalServer local) {
        String command = session.world().variable("JOCH_SERVER_COMMAND");
        if (command.isBlank()) {
            throw FailureException.local(
                    "NO_SERVER",
                    "this joch does not know how to start a server",
                    "start it by its launcher script, or set JOCH_SERVER_COMMAND to the command line of a server");
        }
        List<String> words =
                new ArrayList<>(List.of("sh", "-c", "exec " + command + " \"$@\"", "joch-server"));
        words.addAll(List.of("--data", data.toString()));
        words.addAll(List.of("--port", String.valueOf(port > 0 ? port : ifFree(USUAL_PORT))));
        words.addAll(
                List.of(
                        "--grpc-port",
                        String.valueOf(grpcPort > 0 ? grpcPort : ifFree(USUAL_GRPC_PORT))));
        if (!store.isEmpty()) {
            words.addAll(List.of("--store", store));
        }
        if (!code.isEmpty()) {
            words.addAll(List.of("--code", code));
        }
        if (!foreground && isThere("setsid")) {
            // a session of its own: Ctrl-C in this terminal is not meant for it
            words.addFirst("setsid");
        }
        try {
            Files.createDirectories(data);
            ProcessBuilder builder = new ProcessBuilder(words);
            builder.redirectErrorStream(true);
            if (foreground) {
                builder.inheritIO();
            } else {
                builder.redirectInput(new File("/dev/null")).redirectOutput(local.log().toFile());
            }
            return builder.start();
        } catch (IOException e) {
            throw FailureException.local(
                    "SERVER_NOT_STARTED",
                    "the server cannot be started: " + e.getMessage(),
                    "check the data folder " + data);
        }
    }

    private static boolean isThere(String program) {
        return Files.isExecutable(Path.of("/usr/bin", program))
                || Files.isExecutable(Path.of("/bin", program));
    }

    private LocalServer.Address awaitReady(Session session, LocalServer local, Process process) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (System.nanoTime() < deadline) {
                if (process.waitFor(STEP.toMillis(), TimeUnit.MILLISECONDS)) {
                    local.forget();
                    throw notStarted(local);
                }
                Optional<LocalServer.Address> address = local.running();
                if (address.isPresent() && isReady(session, address.get().server())) {
                    return address.get();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new FailureException(
                new Failure.Local(
                        "SERVER_NOT_READY",
                        "the server was started but is not ready after "
                                + patience.toSeconds()
                                + "s",
                        "look into " + local.log() + "; joch down stops it",
                        ExitCode.TIMEOUT));
    }

    private static FailureException notStarted(LocalServer local) {
        return FailureException.local(
                "SERVER_NOT_STARTED",
                "the server ended at its start: " + local.lastWords(),
                "mend what it says and try again; its whole log is " + local.log());
    }

    private static boolean isReady(Session session, String server) {
        Settings plain = Probe.anonymous(session.settings(), server);
        try (ApiClient client = session.clientOf(plain)) {
            return client.probe("/readyz").status() == 200;
        } catch (FailureException e) {
            return false;
        }
    }

    private void use(Session session, LocalServer.Address address) {
        Configuration before = session.configurationFile().read();
        String namespace = before.context(context).map(Context::namespace).orElse("");
        String runtime = before.context(context).map(Context::runtime).orElse("");
        Credential credential = new Credential.TokenFile(address.tokenFile().toString());
        Configuration after =
                before.with(
                                new Context(
                                        context,
                                        address.server(),
                                        namespace,
                                        credential,
                                        "",
                                        runtime))
                        .using(context);
        if (!after.equals(before)) {
            session.configurationFile().write(after);
        }
    }

    /**
     * The port when nobody listens there; 0, which lets the server take any, when somebody does.
     */
    private static int ifFree(int wish) {
        try (ServerSocket socket = new ServerSocket(wish, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            return 0;
        }
    }
}
