package dev.joch.cli.config;

import dev.joch.cli.problem.FailureException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The configuration on disk. A missing file is an empty configuration. */
public final class ConfigurationFile {
    private final Path path;

    public ConfigurationFile(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    public Configuration read() {
        try {
            return ConfigurationText.read(Files.readString(path));
        } catch (NoSuchFileException e) {
            return Configuration.EMPTY;
        } catch (IOException | RuntimeException e) {
            throw FailureException.local(
                    "CONFIGURATION_UNREADABLE",
                    "the configuration " + path + " cannot be read: " + e.getMessage(),
                    "correct it, or move it away and set the contexts again with joch context set");
        }
    }

    /** Replaces the file as a whole, readable by its owner only. */
    public void write(Configuration configuration) {
        try {
            PrivateFiles.write(path, ConfigurationText.write(configuration));
        } catch (IOException e) {
            throw FailureException.local(
                    "CONFIGURATION_NOT_WRITTEN",
                    "the configuration " + path + " cannot be written: " + e.getMessage(),
                    "set JOCH_HOME to a folder you may write to");
        }
    }

    /** Whether others than the owner may read it. */
    public boolean openToOthers() {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            return permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.GROUP_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Files for the owner's eyes. */
    public static final class PrivateFiles {

        private PrivateFiles() {}

        /**
         * Writes a file beside and moves it in place, so that a reader sees the old text or the new
         * one.
         */
        public static void write(Path path, String text) throws IOException {
            Path folder = path.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path beside = Files.createTempFile(folder, ".joch", ".new");
            try {
                Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-------"));
            } catch (UnsupportedOperationException e) {
                // a file system without such rights has its own
            }
            Files.writeString(beside, text);
            Files.move(
                    beside,
                    path,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
