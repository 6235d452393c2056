package dev.joch.worker.run;

import dev.joch.worker.process.Folders;
import dev.joch.worker.process.WorkerFolder;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The files of one attempt.
 *
 * @param root all of them; nobody but the worker's user may enter
 */
record RunFolder(Path root) {

    static RunFolder make(Path runs, String name) throws IOException {
        Path root = runs.resolve(name);
        Files.createDirectory(
                root,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        RunFolder folder = new RunFolder(root);
        Files.createDirectory(folder.io());
        Files.createDirectory(folder.work());
        Files.createDirectory(folder.temporary());
        Files.createDirectory(folder.artifacts());
        return folder;
    }

    private Path io() {
        return root.resolve("io");
    }

    Path cage() {
        return root.resolve(WorkerFolder.CAGE);
    }

    Path spool() {
        return root.resolve("log");
    }

    /** Where the program starts, and its home. */
    Path work() {
        return root.resolve("work");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    Path artifacts() {
        return root.resolve("artifacts");
    }

    Path input() {
        return io().resolve("input.json");
    }

    Path output() {
        return io().resolve("output.json");
    }

    Path manifest() {
        return io().resolve("manifest.json");
    }

    Path token() {
        return io().resolve("token");
    }

    void write(Path file, byte[] content) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(content);
        }
    }

    /** Whoever reads it sees the old one or the new one. */
    void replace(Path file, String content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, content, StandardCharsets.UTF_8);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete() throws IOException {
        Folders.delete(root);
    }
}
