package dev.joch.apiserver.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.joch.service.problem.ProblemException;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

final class RecordedAuditTest {

    /** A store whose disk can be pulled. */
    private static final class Breakable implements AuditStore {
        private final MemoryAuditStore inner = new MemoryAuditStore();
        private final AtomicBoolean broken = new AtomicBoolean();

        @Override
        public List<ChainHead> append(List<AuditDraft> drafts) {
            if (broken.get()) {
                throw new ProblemException(new AuditProblem.AuditUnavailable());
            }
            return inner.append(drafts);
        }

        @Override
        public List<AuditRow> list(String tenant, AuditQuery query) {
            return inner.list(tenant, query);
        }

        @Override
        public Optional<AuditRow> get(String tenant, long sequence) {
            return inner.get(tenant, sequence);
        }

        @Override
        public Walk walk(String tenant, long fromSequence, Consumer<AuditRow> visitor) {
            return inner.walk(tenant, fromSequence, visitor);
        }

        @Override
        public int prune(String tenant, long beforeMicros, int most, AnchorSigner signer) {
            return inner.prune(tenant, beforeMicros, most, signer);
        }

        @Override
        public List<String> tenants() {
            return inner.tenants();
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private final Breakable store = new Breakable();
    @TempDir private Path folder = Path.of("");

    private RecordedAudit open() {
        RecordedAudit log =
                new RecordedAudit(
                        store,
                        AuditFixture.checkpoints(store, folder.resolve("heads")),
                        AuditFixture.CLOCK,
                        Duration.ofMillis(500));
        log.start();
        return log;
    }

    private List<String> outcomes() {
        return store.list("a", AuditFixture.all()).stream()
                .map(row -> row.draft().resource() + " " + row.draft().outcome())
                .toList();
    }

    @Test
    void intentIsThereBeforeTheChangeAndOutcomeBeforeTheAnswer() {
        try (RecordedAudit log = open()) {
            AuditTicket ticket = log.open(AuditFixture.entry("a", "Agent/x/1", "Agent/x/2"));
            assertThat(outcomes()).containsExactly("Agent/x/1 intent", "Agent/x/2 intent");
            ticket.close(AuditTicket.OK, List.of("no-mail@v3"));
            assertThat(outcomes()).endsWith("Agent/x/1 OK", "Agent/x/2 OK");
            ticket.close("FORBIDDEN", List.of());
            assertThat(outcomes()).as("an outcome is final").hasSize(4);
        }
    }

    @Test
    void whatCannotBeRecordedIsNotDone() {
        try (RecordedAudit log = open()) {
            store.broken.set(true);
            ProblemException refused =
                    catchThrowableOfType(
                            ProblemException.class,
                            () -> log.open(AuditFixture.entry("a", "Agent/x/1")));
            assertThat(refused.problem().reason()).isEqualTo("AUDIT_UNAVAILABLE");
            store.broken.set(false);
            AuditTicket ticket = log.open(AuditFixture.entry("a", "Agent/x/1"));
            store.broken.set(true);
            ProblemException unanswered =
                    catchThrowableOfType(
                            ProblemException.class, () -> ticket.close(AuditTicket.OK, List.of()));
            assertThat(unanswered.problem().reason()).isEqualTo("AUDIT_UNAVAILABLE");
        }
    }

    @Test
    void readsWaitForTheStoreAndAreNotLost() {
        try (RecordedAudit log = open()) {
            store.broken.set(true);
            for (int i = 0; i < 50; i++) {
                log.read(AuditFixture.entry("a", "Agent/x/" + i), "OK", List.of());
            }
            store.broken.set(false);
            Await.until(
                    "reads are on record", Duration.ofSeconds(5), () -> outcomes().size() == 50);
        }
    }

    @Test
    void readsAreRefusedWhenTheQueueIsFull() {
        RecordedAudit log = open();
        store.broken.set(true);
        ProblemException refused =
                catchThrowableOfType(
                        ProblemException.class,
                        () -> {
                            for (int i = 0; i < 20_000; i++) {
                                log.read(AuditFixture.entry("a", "Agent/x/" + i), "OK", List.of());
                            }
                        });
        assertThat(refused.problem().reason()).isEqualTo("AUDIT_UNAVAILABLE");
        store.broken.set(false);
        log.close();
    }

    @Test
    void shutdownFlushesReadsAndSignsTheHead() throws Exception {
        RecordedAudit log = open();
        for (int i = 0; i < 2_000; i++) {
            log.read(AuditFixture.entry("a", "Agent/x/" + i), "OK", List.of());
        }
        log.close();
        assertThat(store.walk("a", 1, row -> {}).head().sequence()).isEqualTo(2_000);
        assertThat(Files.readString(folder.resolve("heads"))).contains("\"sequence\":2000");
    }
}
