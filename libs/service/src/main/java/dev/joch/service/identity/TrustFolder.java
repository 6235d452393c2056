package dev.joch.service.identity;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Public keys of the services that may call.
 *
 * <p>Read at the start, every minute, and when a signature fits no known key, but then at most once
 * a second: strangers can make up signatures as fast as they like. A key that is taken out of the
 * folder is good for a minute at most.
 */
final class TrustFolder {

    private static final Logger LOG = LoggerFactory.getLogger(TrustFolder.class);

    private static final Duration REFRESH = Duration.ofMinutes(1);
    private static final Duration BETWEEN_READS = Duration.ofSeconds(1);
    private static final String SUFFIX = ".pub";
    private static final int MOST_BYTES = 64 * 1024;

    /** What was in the folder at one time. */
    record Trusted(Map<String, Map<String, PublicKey>> keysByService, Instant at) {
        /** Keys of a service by key id; empty for one that nobody knows. */
        Map<String, PublicKey> of(String service) {
            return keysByService.getOrDefault(service, Map.of());
        }
    }

    private final Path folder;
    private final InstantSource clock;
    private volatile Trusted trusted;

    TrustFolder(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
        try {
            this.trusted = new Trusted(read(folder), clock.instant());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the trust folder "
                            + folder
                            + " cannot be read; set joch.mesh.identity.trust-folder",
                    e);
        }
    }

    Trusted current() {
        Trusted now = trusted;
        return now.at().plus(REFRESH).isAfter(clock.instant()) ? now : readAgain(REFRESH);
    }

    /** What is in the folder now, unless it was read within the last second. */
    Trusted afterRotation() {
        return readAgain(BETWEEN_READS);
    }

    private synchronized Trusted readAgain(Duration unlessWithin) {
        Instant now = clock.instant();
        if (trusted.at().plus(unlessWithin).isAfter(now)) {
            return trusted;
        }
        try {
            trusted = new Trusted(read(folder), now);
        } catch (IOException e) {
            LOG.warn("{} cannot be read; the keys in memory stay in use: {}", folder, e.toString());
            trusted = new Trusted(trusted.keysByService(), now);
        }
        return trusted;
    }

    private static Map<String, Map<String, PublicKey>> read(Path folder) throws IOException {
        Map<String, Map<String, PublicKey>> services = new HashMap<>();
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(path -> path.toString().endsWith(SUFFIX)).sorted().toList();
        }
        for (Path file : files) {
            String name = file.getName(file.getNameCount() - 1).toString();
            String service = name.substring(0, name.length() - SUFFIX.length());
            if (!IdentityConfig.validName(service) || Files.size(file) > MOST_BYTES) {
                LOG.warn("{} is not the public key of a service", file);
                continue;
            }
            Map<String, PublicKey> keys = new HashMap<>();
            try {
                Ed25519.publicKeys(Files.readString(file))
                        .forEach(key -> keys.put(Ed25519.keyId(key), key));
            } catch (IllegalArgumentException e) {
                LOG.warn("{} cannot be read: {}", file, e.getMessage());
            }
            services.put(service, Map.copyOf(keys));
        }
        return Map.copyOf(services);
    }
}
