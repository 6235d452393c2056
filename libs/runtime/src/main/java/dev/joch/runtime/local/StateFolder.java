package dev.joch.runtime.local;

import dev.joch.service.id.Ids;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** The folder in which an installation keeps what it runs here. Folders come and go whole. */
final class StateFolder {

    private static final int STRIPES = 64;
    private static final int PATIENCE_SECONDS = 8;
    private static final long PAUSE_NANOS = 2_000_000;

    /** File locks are of a process; these keep its threads apart, whichever adapter they use. */
    private static final List<ReentrantLock> THREADS = locks();

    /** Something to do with a workload that nobody else touches meanwhile. */
    interface Work<T> {
        T get() throws IOException;
    }

    private final Path root;
    private final Ids ids;

    StateFolder(Path root, String installation, Ids ids) throws IOException {
        this.root = root;
        this.ids = ids;
        Files.createDirectories(
                root,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (String folder : List.of("locks", "workloads", "new", "trash")) {
            Files.createDirectories(root.resolve(folder));
        }
        claim(installation);
    }

    private void claim(String installation) throws IOException {
        Path owner = root.resolve("installation");
        try {
            Path written = root.resolve("new").resolve(ids.nextText());
            Files.writeString(written, installation);
            Files.createLink(owner, written);
            Files.delete(written);
        } catch (FileAlreadyExistsException claimedBefore) {
            String other = Files.readString(owner);
            if (!other.equals(installation)) {
                throw new IllegalArgumentException(
                        root
                                + " belongs to the installation "
                                + other
                                + "; give each installation a folder of its own");
            }
        }
    }

    Path workload(String name) {
        return root.resolve("workloads").resolve(name);
    }

    List<String> workloads() throws IOException {
        Path folder = root.resolve("workloads");
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        return names(folder);
    }

    static List<String> names(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
                all.forEach(each -> names.add(each.getFileName().toString()));
            }
        }
        names.sort(null);
        return names;
    }

    /** A folder that is filled and then appears under its name with all that is in it. */
    Path blank() throws IOException {
        return Files.createDirectory(root.resolve("new").resolve(ids.nextText()));
    }

    void appear(Path blank, Path name) throws IOException {
        Path parent = parent(name);
        Files.createDirectories(parent);
        Files.move(blank, name, StandardCopyOption.ATOMIC_MOVE);
        force(parent);
    }

    /** Written to the disk before it is there. */
    static void write(Path file, String text) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(written, text);
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(
                written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(parent(file));
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "never the root");
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Takes it away at once; the bytes go afterwards. */
    void discard(Path folder) throws IOException {
        Path trash = root.resolve("trash").resolve(ids.nextText());
        Files.move(folder, trash, StandardCopyOption.ATOMIC_MOVE);
        remove(trash);
    }

    /** What a process that died was about to make or to remove. */
    void sweepUp(Instant before) throws IOException {
        for (String each : names(root.resolve("trash"))) {
            remove(root.resolve("trash").resolve(each));
        }
        for (String each : names(root.resolve("new"))) {
            Path blank = root.resolve("new").resolve(each);
            if (Files.exists(blank)
                    && Files.getLastModifiedTime(blank).toInstant().isBefore(before)) {
                remove(blank);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes facts)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        // somebody else removes it at the same time
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path each, @Nullable IOException e)
                            throws IOException {
                        Files.deleteIfExists(each);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** One at a time for each workload, across threads and processes. */
    <T> T alone(String name, Work<T> work) throws IOException {
        int stripe = Math.floorMod(name.hashCode(), STRIPES);
        ReentrantLock threads = THREADS.get(stripe);
        try {
            if (!threads.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("another change of " + name + " takes too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        try (FileChannel channel =
                        FileChannel.open(
                                root.resolve("locks").resolve(Integer.toString(stripe)),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = lock(channel, name)) {
            if (!lock.isValid()) {
                throw new IOException("the lock of " + name + " is lost");
            }
            return work.get();
        } finally {
            threads.unlock();
        }
    }

    /** A process that holds it and stands still must not hold up this one for ever. */
    private static FileLock lock(FileChannel channel, String name) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < end) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new IOException("another process changes " + name + " for too long");
    }

    private static List<ReentrantLock> locks() {
        List<ReentrantLock> locks = new ArrayList<>();
        for (int i = 0; i < STRIPES; i++) {
            locks.add(new ReentrantLock());
        }
        return List.copyOf(locks);
    }
}
