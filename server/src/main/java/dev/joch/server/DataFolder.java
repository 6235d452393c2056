package dev.joch.server;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Everything a collapsed server keeps. One server at a time: the lock goes with the process,
 * however it ends.
 *
 * <pre>
 * lock          held while a server runs
 * server.json   where the running server listens
 * admin.token   the local administrator's token
 * postgres/     the database
 * runtime/      unpacked Postgres programs
 * worker/       files of runs, as long as they go on, and what they left
 * </pre>
 */
final class DataFolder implements AutoCloseable {

    private final Path root;
    private final FileChannel channel;

    private DataFolder(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /** Takes the folder for this process. */
    static DataFolder take(Path folder) {
        try {
            Path root = Files.createDirectories(folder).toRealPath();
            FileChannel channel =
                    FileChannel.open(
                            root.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new StartRefused(
                        "a server already runs on "
                                + root
                                + "; stop it with 'joch down', or choose another folder with --data");
            }
            return new DataFolder(root, channel);
        } catch (IOException e) {
            throw new StartRefused(
                    "the data folder " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }

    Path root() {
        return root;
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path runtime() {
        return root.resolve("runtime");
    }

    Path adminToken() {
        return root.resolve("admin.token");
    }

    Path sqlite() {
        return root.resolve("catalogue.db");
    }

    Path auditCheckpoint() {
        return root.resolve("audit.checkpoint");
    }

    Path auditKey() {
        return root.resolve("audit.key");
    }

    /** Files of runs. */
    Path worker() {
        return root.resolve("worker");
    }

    /** Key that bills of materials are signed with. */
    Path bomKey() {
        return root.resolve("agbom.key");
    }

    /** A secret that is made once and readable by the owner only. */
    String secret(String name) {
        Path file = root.resolve(name);
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            byte[] bytes = new byte[32];
            new SecureRandom().nextBytes(bytes);
            String secret = HexFormat.of().formatHex(bytes);
            write(file, secret + "\n");
            return secret;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    /** Tells the command line where the server listens. */
    void announce(String json) {
        try {
            write(root.resolve("server.json"), json);
        } catch (IOException e) {
            throw new UncheckedIOException("server.json cannot be written", e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text, StandardCharsets.UTF_8);
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(root.resolve("server.json"));
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A start that cannot work; the message is all a user needs. */
    static final class StartRefused extends RuntimeException {

        private static final long serialVersionUID = 1;

        StartRefused(String message) {
            this(message, null);
        }

        StartRefused(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
