package dev.joch.testkit.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Processes of this machine, known by what they were started with. */
public final class Leftovers {

    private static final Path PROC = Path.of("/proc");

    private Leftovers() {}

    /** Command lines of those that live and have the text in their environment or command. */
    public static List<String> of(String text) {
        try (Stream<Path> folders = Files.list(PROC)) {
            return folders.filter(folder -> folder.getFileName().toString().matches("\\d+"))
                    .filter(folder -> !isSelf(folder))
                    .filter(folder ->
                            read(folder.resolve("environ")).contains(text)
                                    || read(folder.resolve("cmdline")).contains(text))
                    .map(folder ->
                            folder.getFileName()
                                    + " "
                                    + read(folder.resolve("cmdline")).replace('\0', ' '))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError("processes cannot be counted on this machine", e);
        }
    }

    private static boolean isSelf(Path folder) {
        return folder.getFileName().toString().equals(Long.toString(ProcessHandle.current().pid()));
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // it has ended
            return "";
        }
    }
}
