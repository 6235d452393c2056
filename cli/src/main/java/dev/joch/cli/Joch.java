package dev.joch.cli;

import dev.joch.cli.output.Screen;
import dev.joch.cli.session.World;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Starts the command line. */
public final class Joch {
    private static final int BUFFER = 64 * 1024;

    private Joch() {}

    public static void main(String[] words) {
        int code = new Dispatch(world()).run(List.of(words));
        Runtime.getRuntime().exit(code);
    }

    private static World world() {
        Map<String, String> environment = System.getenv();
        Terminal terminal = Terminal.of(environment);
        Screen screen =
                new Screen(
                        stream(FileDescriptor.out, BUFFER),
                        stream(FileDescriptor.err, BUFFER / 8),
                        System.in,
                        terminal.out(),
                        terminal.err(),
                        terminal.in(),
                        terminal.width());
        return new World(
                screen, environment, Path.of("").toAbsolutePath(), home(), InstantSource.system());
    }

    private static PrintStream stream(FileDescriptor descriptor, int buffer) {
        FileOutputStream file = new FileOutputStream(descriptor);
        return new PrintStream(
                new BufferedOutputStream(file, buffer), false, StandardCharsets.UTF_8);
    }

    /** HOME, as every other tool sees it; the JVM's own idea comes from the user database. */
    private static Path home() {
        String home = System.getenv("HOME");
        return Path.of(home == null || home.isBlank() ? System.getProperty("user.home") : home);
    }
}
