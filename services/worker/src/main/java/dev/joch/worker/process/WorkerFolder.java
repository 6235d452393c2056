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
import java.util.List;
import java.util.Optional;

/**
 * The folder of one worker below the scratch folder, locked as long as the worker lives. A lock
 * that is free belongs to a worker that is gone: what it left is cleared away.
 */
public final class WorkerFolder implements AutoCloseable {

    /** Of each run, in its own folder. */
    public static final String CAGE = "cage";

    private static final Logger LOG = LoggerFactory.getLogger(WorkerFolder.class);

    private static final String PREFIX = "worker-";
    private static final String LOCK = "lock";
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
        clear(scratch);
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
