package dev.joch.apiserver.audit;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Drafts, entries and logs in few words. */
final class AuditFixture {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final InstantSource CLOCK = InstantSource.fixed(NOW);
    static final long NOW_MICROS = NOW.getEpochSecond() * 1_000_000;

    private AuditFixture() {}

    static AuditDraft draft(String tenant, String resource) {
        return draft(tenant, resource, NOW_MICROS);
    }

    static AuditDraft draft(String tenant, String resource, long micros) {
        return new AuditDraft(
                tenant,
                micros,
                "request-1",
                "alice@acme.example",
                "oidc",
                "apply",
                resource,
                List.of("rbac:editor@payments:Team/payments", "no-mail@v3"),
                "OK",
                "ab12",
                "127.0.0.1:4711");
    }

    static AuditEntry entry(String tenant, String... resources) {
        return new AuditEntry(
                tenant,
                "request-1",
                "alice@acme.example",
                "oidc",
                "apply",
                List.of(resources),
                "ab12",
                "127.0.0.1:1");
    }

    static HeadCheckpoints checkpoints(AuditStore store, @Nullable Path file) {
        Path key = file == null ? null : file.resolveSibling("audit.key");
        return new HeadCheckpoints(
                store, new CheckpointFile(file, HeadSignatures.with(key)), Duration.ofSeconds(60));
    }

    static AuditQuery all() {
        return new AuditQuery("", "", "", 0, 0, false, 1000);
    }
}
