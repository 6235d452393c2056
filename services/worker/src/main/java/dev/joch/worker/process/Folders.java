package dev.joch.worker.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders that programs have had in their hands. */
public final class Folders {

    private Folders() {}

    /**
     * Removes a folder and all in it; links, and not what they lead to. A program may have taken
     * our rights away: they are ours to take back.
     */
    public static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try {
                deleteContent(path);
            } catch (AccessDeniedException e) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
                deleteContent(path);
            }
        }
        Files.deleteIfExists(path);
    }

    private static void deleteContent(Path folder) throws IOException {
        try (DirectoryStream<Path> content = Files.newDirectoryStream(folder)) {
            for (Path path : content) {
                delete(path);
            }
        }
    }
}
