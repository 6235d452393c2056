package dev.joch.cli.fake;

import dev.joch.cli.Dispatch;
import dev.joch.cli.output.Screen;
import dev.joch.cli.session.World;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs {@code joch} inside of the test, as somebody at a terminal or as a script. */
public final class CommandRun {
    public static final Instant NOW = Instant.parse("2026-05-10T10:00:00Z");

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private String input = "";
    private boolean terminal;
    private int width;

    /** What a run left behind. */
    public record Outcome(int code, String out, String err) {
        public List<String> lines() {
            return out.lines().toList();
        }
    }

    public CommandRun(Path folder) {
        this.folder = folder;
        environment.put("JOCH_HOME", folder.resolve("home").toString());
    }

    public CommandRun(Path folder, FakeApiServer server) {
        this(folder);
        environment.put("JOCH_SERVER", server.url());
        environment.put("JOCH_TOKEN", FakeApiServer.TOKEN);
    }

    public CommandRun with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public CommandRun without(String variable) {
        environment.remove(variable);
        return this;
    }

    public CommandRun typing(String text) {
        input = text;
        return this;
    }

    public CommandRun atTerminal(int columns) {
        terminal = true;
        width = columns;
        return this;
    }

    public Outcome joch(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen =
                new Screen(
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8),
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        terminal,
                        terminal,
                        terminal,
                        width);
        World world = new World(screen, environment, folder, folder, InstantSource.fixed(NOW));
        int code = new Dispatch(world).run(List.of(words));
        return new Outcome(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
