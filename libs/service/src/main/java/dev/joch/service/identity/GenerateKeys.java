package dev.joch.service.identity;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;

/**
 * Makes keys for services: {@code <folder>/<service>.key}, which only that service gets to see, and
 * {@code <folder>/trust/<service>.pub}, which all get. A service that has a key keeps it.
 */
public final class GenerateKeys {

    private GenerateKeys() {}

    public static void main(String[] arguments) {
        if (arguments.length < 2) {
            System.err.println("usage: keys <folder> <service>...");
            System.exit(2);
        }
        try {
            Path folder = Path.of(arguments[0]);
            List<String> services = Arrays.asList(arguments).subList(1, arguments.length);
            for (String service : services) {
                System.out.println(
                        service + ": " + (make(folder, service) ? "made a key" : "has a key"));
            }
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("keys were not made: " + e.getMessage());
            System.exit(1);
        }
    }

    /** Makes the key of one service. */
    public static boolean make(Path folder, String service) throws IOException {
        if (!IdentityConfig.validName(service)) {
            throw new IllegalArgumentException(service + " cannot be the name of a service");
        }
        Path trust = Files.createDirectories(folder.resolve("trust"));
        Path keyFile = folder.resolve(service + ".key");
        Path publicFile = trust.resolve(service + ".pub");
        if (Files.exists(keyFile)) {
            String pem =
                    Ed25519.pem(Ed25519.publicKeyOf(Ed25519.privateKey(Files.readString(keyFile))));
            // after a crash between the two files
            if (!Files.exists(publicFile)) {
                replace(publicFile, pem, "rw-r--r--");
            }
            return false;
        }
        KeyPair pair = Ed25519.generate();
        try {
            replace(keyFile, Ed25519.pem(pair.getPrivate()), "rw-------");
        } catch (FileAlreadyExistsException e) {
            return make(folder, service);
        }
        Files.deleteIfExists(publicFile);
        replace(publicFile, Ed25519.pem(pair.getPublic()), "rw-r--r--");
        return true;
    }

    /** The file appears complete or not at all, and never over another. */
    private static void replace(Path file, String text, String mode) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " has no folder");
        }
        FileAttribute<?>[] attributes =
                Files.getFileStore(folder).supportsFileAttributeView("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString(mode))
                        }
                        : new FileAttribute<?>[0];
        Path draft = Files.createTempFile(folder, ".key", "", attributes);
        try {
            Files.writeString(draft, text);
            Files.createLink(file, draft);
        } finally {
            Files.delete(draft);
        }
    }
}
