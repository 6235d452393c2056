package dev.joch.agbom.sign;

import dev.joch.service.identity.Ed25519;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;

/** The key of this installation that bills are signed with (Ed25519). */
public final class SigningKey {

    private static final int RAW_BYTES = 32;

    private final PrivateKey key;
    private final PublicKey check;

    public SigningKey(PrivateKey key) {
        this.key = key;
        this.check = Ed25519.publicKeyOf(key);
    }

    /** The key of that PKCS#8 PEM file, made when absent. */
    public static SigningKey with(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return new SigningKey(Ed25519.privateKey(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("the key " + file + " cannot be read or made", e);
        }
    }

    private static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " has no folder");
        }
        Files.createDirectories(folder);
        FileAttribute<?>[] mode =
                Files.getFileStore(folder).supportsFileAttributeView("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        Path draft = Files.createTempFile(folder, ".agbom", "", mode);
        try {
            Files.writeString(draft, Ed25519.pem(Ed25519.generate().getPrivate()));
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // another process was first: its key is the key
            return;
        } finally {
            Files.delete(draft);
        }
    }

    public PublicKey check() {
        return check;
    }

    String id() {
        return Ed25519.keyId(check);
    }

    /** The public key as JWKs carry it. */
    byte[] raw() {
        byte[] encoded = check.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length);
    }

    byte[] sign(byte[] message) {
        return Ed25519.sign(key, message);
    }
}
