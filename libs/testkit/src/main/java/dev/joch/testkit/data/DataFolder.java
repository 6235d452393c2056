package dev.joch.testkit.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the server of a test has its data. A usual build says with {@code joch.test.memory} which
 * folder of the machine lies in memory: what a test kills loses nothing there that it would not
 * lose on a disk, and hundreds of new databases wait for none. Where there is not plenty of it, and
 * in deep builds and benches, it is a disk.
 */
final class DataFolder {

    private static final long PLENTY = 8L << 30;
    private static final String PREFIX = "joch-test-data-";

    private DataFolder() {}

    /** Of this process; those of dead ones go. */
    static Path ofThisProcess() throws IOException {
        String memory = System.getProperty("joch.test.memory", "");
        Path parent =
                !memory.isBlank() && isRoomy(Path.of(memory))
                        ? Path.of(memory)
                        : Path.of(System.getProperty("java.io.tmpdir"));
        try (Stream<Path> files = Files.list(parent)) {
            files.filter(DataFolder::isOfTheDead).forEach(DataFolder::delete);
        }
        return parent.resolve(PREFIX + ProcessHandle.current().pid());
    }

    private static boolean isRoomy(Path folder) throws IOException {
        return Files.isWritable(folder) && Files.getFileStore(folder).getUsableSpace() >= PLENTY;
    }

    private static boolean isOfTheDead(Path folder) {
        String name = folder.getFileName().toString();
        return name.matches(PREFIX + "\\d+")
                && ProcessHandle.of(Long.parseLong(name.substring(PREFIX.length()))).isEmpty();
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // another test's process may be at it, and whatever is left is tried again
            System.err.println(folder + " is left: " + e.getMessage());
        }
    }
}
