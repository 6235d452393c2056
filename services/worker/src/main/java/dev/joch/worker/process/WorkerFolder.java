package dev.joch.worker.process;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The folder of one worker below the scratch folder, locked as long as the worker lives. A lock
 * that is free belongs to a worker that is gone: what it left is cleared away.
 *
 * <p>A folder is there a moment before it is locked, so workers take theirs one after the other: a
 * second one would clear the first one's away.
 */
public final class WorkerFolder implements AutoCloseable {

    /** Of each run, in its own folder. */
    public static final String CAGE = "cage";

    private static final Logger LOG = LoggerFactory.getLogger(WorkerFolder.class);

    private static final String PREFIX = "worker-";
    private static final String LOCK = "lock";
    private static final String DOOR = ".door";
    private static final Duration DOOR_TIME = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** Locks of files are those of a process. */
    private static final ReentrantLock OWN_DOOR = new ReentrantLock();

    private static final String GROUPS = "groups";
    private static final String RUNS = "runs";

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private WorkerFolder(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /** Clears away what workers left that are gone, and takes a folder for this one. */
    public static WorkerFolder take(Path scratch, String worker) throws IOException {
        Files.createDirectories(scratch);
        OWN_DOOR.lock();
        try (FileChannel door =
                FileChannel.open(
                        scratch.resolve(DOOR),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            enter(door);
            clear(scratch);
            return make(scratch, worker);
        } finally {
            OWN_DOOR.unlock();
        }
    }

    /** The door is closed with its channel, or with the process that stands in it. */
    private static void enter(FileChannel door) throws IOException {
        long end = System.nanoTime() + DOOR_TIME.toNanos();
        while (door.tryLock() == null) {
            if (System.nanoTime() > end) {
                throw new IOException(
                        "another worker has been taking its folder for "
                                + DOOR_TIME.toSeconds()
                                + " seconds");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static WorkerFolder make(Path scratch, String worker) throws IOException {
        Path folder = scratch.resolve(PREFIX + worker);
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectories(folder.resolve(RUNS));
        return lock(folder)
                .orElseThrow(() ->
                        new IOException("another worker is named " + worker + " and uses it"));
    }

    private static Optional<WorkerFolder> lock(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel =
                    FileChannel.open(
                            folder.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            // its worker has just ended and cleared it away
            return Optional.empty();
        }
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new WorkerFolder(folder, channel, lock));
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("{} belongs to a worker of this process", folder);
        }
        channel.close();
        return Optional.empty();
    }

    private static void clear(Path scratch) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(scratch, PREFIX + "*")) {
            for (Path folder : folders) {
                Optional<WorkerFolder> left = lock(folder);
                if (left.isPresent()) {
                    left.get().close();
                }
            }
        }
    }

    /** Where the folder of each run goes. */
    public Path runs() {
        return folder.resolve(RUNS);
    }

    public Path path() {
        return folder;
    }

    /** Remembers the control groups of this worker for whoever clears away after it. */
    public void note(List<Path> groups) throws IOException {
        Files.write(folder.resolve(GROUPS), groups.stream().map(Path::toString).toList());
    }

    /** Kills what is left of its runs and removes all that it holds. */
    @Override
    public void close() {
        try {
            emptyCages();
            removeGroups();
            Folders.delete(folder);
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be cleared away", e);
        }
    }

    private void emptyCages() throws IOException {
        if (!Files.isDirectory(runs())) {
            return;
        }
        try (DirectoryStream<Path> runs = Files.newDirectoryStream(runs())) {
            for (Path run : runs) {
                Path cage = run.resolve(CAGE);
                if (Files.exists(cage)) {
                    CageRecord.read(cage).empty();
                }
            }
        }
    }

    private void removeGroups() throws IOException {
        Path groups = folder.resolve(GROUPS);
        if (Files.exists(groups)) {
            for (String group : Files.readAllLines(groups)) {
                removeGroup(Path.of(group));
            }
        }
    }

    private static void removeGroup(Path group) {
        try {
            Files.deleteIfExists(group);
        } catch (IOException e) {
            LOG.warn("the control group {} stays: {}", group, e.getMessage());
        }
    }
}
