package dev.joch.apiserver.audit;

import dev.joch.service.identity.Ed25519;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * Signs heads of chains with a key that is not in the database. Whoever owns the database cannot
 * sign.
 */
final class HeadSignatures {

    /** What a signature is for: one for the one purpose is none for the other. */
    enum Purpose {
        CHECKPOINT,
        ANCHOR
    }

    private final PrivateKey key;
    private final PublicKey check;

    private HeadSignatures(PrivateKey key) {
        this.key = key;
        this.check = Ed25519.publicKeyOf(key);
    }

    /**
     * With the key of that file, made when absent; {@code null} is a key that ends with the
     * process.
     */
    static HeadSignatures with(@Nullable Path file) {
        if (file == null) {
            return new HeadSignatures(Ed25519.generate().getPrivate());
        }
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return new HeadSignatures(Ed25519.privateKey(Files.readString(file)));
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
        KeyPair pair = Ed25519.generate();
        FileAttribute<?>[] mode =
                Files.getFileStore(folder).supportsFileAttributeView("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        Path draft = Files.createTempFile(folder, ".audit", "", mode);
        try {
            Files.writeString(draft, Ed25519.pem(pair.getPrivate()));
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // another process was first: its key is the key
            return;
        } finally {
            Files.delete(draft);
        }
    }

    byte[] sign(Purpose purpose, ChainHead head) {
        return Ed25519.sign(key, message(purpose, head));
    }

    boolean verifies(Purpose purpose, ChainHead head, byte[] signature) {
        return Ed25519.verifies(check, message(purpose, head), signature);
    }

    private static byte[] message(Purpose purpose, ChainHead head) {
        String text =
                String.join(
                        "\n",
                        "joch-audit-" + purpose,
                        head.tenant(),
                        Long.toString(head.sequence()),
                        head.hashText());
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
