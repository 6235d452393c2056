package dev.joch.testkit.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Where the servers of a test have their data. A usual build says with {@code joch.test.memory}
 * which folder of the machine lies in memory: what a test kills loses nothing there that it would
 * not lose on a disk, and hundreds of new databases wait for none. Where there is not plenty of it,
 * and in deep builds and benches, it is a disk.
 */
public final class DataFolder {

    private static final long PLENTY = 8L << 30;
    private static final String PREFIX = "joch-test-data-";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private DataFolder() {}

    /**
     * One in memory that is not there yet, or one of that name on the disk. What processes that are
     * dead have left in memory goes.
     *
     * @param disk where the test has its other files
     */
    public static Path of(Path disk, String name) {
        String memory = System.getProperty("joch.test.memory", "");
        try {
            return !memory.isBlank() && isRoomy(Path.of(memory))
                    ? in(Path.of(memory)).resolve(NUMBER.incrementAndGet() + "-" + name)
                    : disk.resolve(name);
        } catch (IOException e) {
            throw new UncheckedIOException("no data can lie in " + memory, e);
        }
    }

    private static boolean isRoomy(Path folder) throws IOException {
        return Files.isWritable(folder) && Files.getFileStore(folder).getUsableSpace() >= PLENTY;
    }

    private static Path in(Path memory) throws IOException {
        try (Stream<Path> files = Files.list(memory)) {
            files.filter(DataFolder::isOfTheDead).forEach(DataFolder::delete);
        }
        return Files.createDirectories(memory.resolve(PREFIX + ProcessHandle.current().pid()));
    }

    private static boolean isOfTheDead(Path folder) {
        String name = folder.getFileName().toString();
        return name.matches(PREFIX + "\\d+")
                && ProcessHandle.of(Long.parseLong(name.substring(PREFIX.length()))).isEmpty();
    }

    /** What lies in memory goes with the servers that had it; what lies on a disk can be read. */
    public static void forget(Path folder) {
        Path parent = folder.getParent();
        if (parent != null && parent.getFileName().toString().startsWith(PREFIX)) {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
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
