package dev.joch.cli;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Page;
import dev.joch.cli.output.Screen;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;
import dev.joch.cli.session.World;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the commands people type most against a server that is none, so that a recording of the JVM
 * sees what they load. It is for the build of a distribution: {@code java
 * -XX:AOTCacheOutput=joch.aot ... __train}.
 */
public final class TrainCommand implements Command {
    private static final List<List<String>> LINES =
            List.of(
                    List.of("version"),
                    List.of("get", "agents"),
                    List.of("get", "agents", "-A", "-o", "wide"),
                    List.of("get", "agent/x", "-o", "yaml"),
                    List.of("get", "agents", "-o", "json"),
                    List.of("get", "agents", "-o", "jsonpath={.items[*].metadata.name}"),
                    List.of("history", "agent/x"),
                    List.of("label", "agent/x", "a=b"),
                    List.of("delete", "agent/x", "--yes"),
                    List.of("status"),
                    List.of("context", "set", "trained", "--server", "http://127.0.0.1:8080"),
                    List.of("context", "ls"),
                    List.of("namespace"),
                    List.of("whoami"),
                    List.of("audit", "ls"),
                    List.of("api-resources"),
                    List.of("__complete", "--", "get", ""),
                    List.of("get", "--help"),
                    List.of("--help"),
                    List.of("get", "nonsense"));
    private static final String ANSWER =
            """
            {"kind":"Table","columns":[{"name":"NAME","wide":false},{"name":"PHASE","wide":false},{"name":"AGE","wide":false}],
            "rows":[{"cells":["x","Ready"],"name":"x","namespace":"default","kind":"Agent","creationTimestamp":"2026-01-01T00:00:00Z"}],
            "items":[{"kind":"Agent","metadata":{"name":"x","namespace":"default","generation":1,"labels":{"c":"d"}},"spec":{"n":1.5}}],
            "versions":[{"revision":"1","committedAt":"2026-01-01T00:00:00Z","type":"ADDED","resource":{}}],
            "continue":"","resourceVersion":"1","version":"0","metadata":{"name":"x"}}\
            """;

    @Override
    public Page page() {
        return Page.of("__train", "Runs the usual commands, for a recording").build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        try (ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            Path home = Files.createTempDirectory("joch-train");
            Thread.ofVirtual().start(() -> serve(server));
            Map<String, String> environment = new HashMap<>(session.world().environment());
            environment.put("JOCH_HOME", home.toString());
            environment.put("JOCH_SERVER", "http://127.0.0.1:" + server.getLocalPort());
            environment.put("JOCH_TOKEN", "training");
            World world = new World(quiet(), environment, home, home, session.world().clock());
            LINES.forEach(line -> new Dispatch(world).run(line));
            Files.deleteIfExists(home.resolve("config.yaml"));
            Files.deleteIfExists(home);
            return ExitCode.OK;
        } catch (IOException e) {
            throw FailureException.local("TRAINING_FAILED", String.valueOf(e.getMessage()), "");
        }
    }

    private static Screen quiet() {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Screen(nowhere, nowhere, InputStream.nullInputStream(), false, false, false, 0);
    }

    private static void serve(ServerSocket server) {
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            }
        } catch (IOException e) {
            // the training is over
        }
    }

    private static void answer(Socket socket) {
        byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
        String head =
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n";
        try (socket;
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
            String line = in.readLine();
            while (line != null && !line.isEmpty()) {
                line = in.readLine();
            }
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
        } catch (IOException e) {
            // whoever asked has gone
        }
    }
}
