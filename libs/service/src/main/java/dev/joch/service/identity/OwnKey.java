package dev.joch.service.identity;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.PrivateKey;

/** This service's private key, read again when its file changes. */
final class OwnKey {

    private static final Logger LOG = LoggerFactory.getLogger(OwnKey.class);

    /** The key and the name under which receivers know it. */
    record Loaded(PrivateKey key, String keyId, FileTime changed) {}

    private final Path file;
    private Loaded loaded;

    OwnKey(Path file) {
        this.file = file;
        try {
            this.loaded = load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the key of this service, " + file + ", cannot be read", e);
        }
    }

    synchronized Loaded current() {
        try {
            if (!Files.getLastModifiedTime(file).equals(loaded.changed())) {
                loaded = load(file);
                LOG.info("signs with key {} from now on", loaded.keyId());
            }
        } catch (IOException | IllegalArgumentException e) {
            // a file that is just being replaced: the old key is still good
            LOG.warn("{} cannot be read; the key in memory stays in use: {}", file, e.toString());
        }
        return loaded;
    }

    private static Loaded load(Path file) throws IOException {
        FileTime changed = Files.getLastModifiedTime(file);
        PrivateKey key = Ed25519.privateKey(Files.readString(file));
        return new Loaded(key, Ed25519.keyId(Ed25519.publicKeyOf(key)), changed);
    }
}
