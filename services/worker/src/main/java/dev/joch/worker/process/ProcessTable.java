package dev.joch.worker.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The processes of this machine, as the kernel tells them. Empty where it does not. */
final class ProcessTable {

    private static final Path PROC = Path.of("/proc");

    /** Fields of {@code stat} behind the name, counted from the state. */
    private static final int PARENT = 1;

    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int START = 19;
    private static final int RESIDENT = 21;

    private ProcessTable() {}

    /**
     * One process.
     *
     * @param startTicks when it began, in clock ticks since the machine did
     * @param residentPages memory that it holds
     */
    record Entry(
            long pid,
            char state,
            long parent,
            long group,
            long session,
            long startTicks,
            long residentPages) {

        /** It is gone, its parent has not asked yet. */
        boolean dead() {
            return state == 'Z' || state == 'X';
        }
    }

    static List<Entry> all() {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path folder : folders) {
                entry(folder).ifPresent(entries::add);
            }
        } catch (IOException e) {
            return List.of();
        }
        return entries;
    }

    static Optional<Entry> of(long pid) {
        return entry(PROC.resolve(Long.toString(pid)));
    }

    private static Optional<Entry> entry(Path folder) {
        try {
            return Optional.of(parse(Files.readString(folder.resolve("stat"))));
        } catch (IOException | RuntimeException e) {
            // it has ended while we looked
            return Optional.empty();
        }
    }

    /** The name is in brackets and may hold anything, brackets too. */
    static Entry parse(String stat) {
        long pid = Long.parseLong(stat.substring(0, stat.indexOf(' ')));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new Entry(
                pid,
                fields[0].charAt(0),
                Long.parseLong(fields[PARENT]),
                Long.parseLong(fields[GROUP]),
                Long.parseLong(fields[SESSION]),
                Long.parseLong(fields[START]),
                Long.parseLong(fields[RESIDENT]));
    }

    /** Whether that variable stood in the environment that the process was started with. */
    static boolean startedWith(long pid, String variable) {
        try {
            String environment =
                    Files.readString(
                            PROC.resolve(Long.toString(pid)).resolve("environ"),
                            StandardCharsets.ISO_8859_1);
            return ("\0" + environment).contains("\0" + variable + "\0");
        } catch (IOException e) {
            return false;
        }
    }

    /** Names this run of the machine; empty where the kernel does not tell. */
    static String boot() {
        try {
            return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
