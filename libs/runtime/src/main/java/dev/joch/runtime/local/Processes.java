package dev.joch.runtime.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The processes of this machine, as Linux lists them. */
final class Processes {

    private static final Path PROC = Path.of("/proc");
    private static final Path BOOT = PROC.resolve("sys/kernel/random/boot_id");

    /**
     * A process that cannot be taken for another one that got its pid later.
     *
     * @param started in ticks since the machine was started
     * @param boot which start of the machine
     */
    record Known(long pid, long started, String boot) {

        boolean lives() throws IOException {
            return boot.equals(Processes.boot())
                    && Processes.stat(pid)
                            .filter(stat -> stat.started == started && !stat.isDead())
                            .isPresent();
        }
    }

    /** One line of {@code /proc/PID/stat}. */
    record Stat(long pid, char state, long started) {

        boolean isDead() {
            return state == 'Z' || state == 'X';
        }

        /** The name of a program is in brackets and may hold anything, brackets too. */
        static Stat parse(String line) {
            int open = line.indexOf('(');
            int close = line.lastIndexOf(')');
            String[] rest = line.substring(close + 2).trim().split(" ", -1);
            return new Stat(
                    Long.parseLong(line.substring(0, open).trim()),
                    rest[0].charAt(0),
                    Long.parseLong(rest[19]));
        }
    }

    private Processes() {}

    static boolean areListed() {
        return Files.isReadable(BOOT);
    }

    static String boot() throws IOException {
        return Files.readString(BOOT).trim();
    }

    static Optional<Stat> stat(long pid) throws IOException {
        try {
            return Optional.of(
                    Stat.parse(Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"))));
        } catch (IOException gone) {
            // a process that ends while it is read gives ESRCH, which has no exception of its own
            return Optional.empty();
        }
    }

    /** Processes that inherited this variable with this value, whatever group they went into. */
    static List<Long> with(String variable, String value) throws IOException {
        byte[] wanted = (variable + "=" + value).getBytes(StandardCharsets.UTF_8);
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path each : all) {
                long pid = Long.parseLong(each.getFileName().toString());
                if (has(environment(each), wanted)
                        && stat(pid).filter(stat -> !stat.isDead()).isPresent()) {
                    found.add(pid);
                }
            }
        }
        return found;
    }

    private static byte[] environment(Path process) {
        try {
            return Files.readAllBytes(process.resolve("environ"));
        } catch (IOException goneOrForeign) {
            return new byte[0];
        }
    }

    /** Whether one of the words, each ended by a zero, is that one. */
    private static boolean has(byte[] words, byte[] wanted) {
        int start = 0;
        for (int i = 0; i <= words.length; i++) {
            if (i == words.length || words[i] == 0) {
                if (i - start == wanted.length
                        && Arrays.equals(words, start, i, wanted, 0, wanted.length)) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }
}
