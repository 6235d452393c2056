package dev.joch.apiserver.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.postgres.TestPostgres;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many records, many callers. {@code -Daudit.records=1000000} runs at full size and tells the time.
 */
final class AuditVolumeTest {

    private static final Logger LOG = LoggerFactory.getLogger(AuditVolumeTest.class);
    private static final int RECORDS = Integer.getInteger("audit.records", 20_000);
    private static final int PER_GROUP = 1_000;

    @Test
    void manyRecordsVerifyAsOneChain() {
        try (AuditStore store = new AuditDatabase(TestPostgres.server().newDatabase()).store()) {
            for (int i = 0; i < RECORDS; i += PER_GROUP) {
                List<AuditDraft> drafts = new ArrayList<>(PER_GROUP);
                for (int j = 0; j < PER_GROUP; j++) {
                    drafts.add(AuditFixture.draft("a", "Agent/payments/triage-" + (i + j)));
                }
                store.append(drafts);
            }
            long begin = System.nanoTime();
            VerifyAudit.Report report =
                    new VerifyAudit(store, AuditFixture.checkpoints(store, null)).verify("a", 0);
            long nanos = System.nanoTime() - begin;
            LOG.info("verified {} records in {} ms", report.verified(), nanos / 1_000_000);
            assertThat(report.intact()).isTrue();
            assertThat(report.verified()).isEqualTo(RECORDS);
        }
    }

    @Test
    void mutationsShareTheirCommits() throws Exception {
        int callers = 64;
        int each = RECORDS / 1_000;
        AuditStore store = new AuditDatabase(TestPostgres.server().newDatabase()).store();
        RecordedAudit log =
                new RecordedAudit(
                        store,
                        AuditFixture.checkpoints(store, null),
                        InstantSource.system(),
                        Duration.ofSeconds(5));
        log.start();
        long begin = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int c = 0; c < callers; c++) {
                running.add(
                        threads.submit(() -> {
                            for (int i = 0; i < each; i++) {
                                log.open(AuditFixture.entry("a", "Agent/payments/triage"))
                                        .close(AuditTicket.OK, List.of("rbac:editor@payments"));
                            }
                        }));
            }
        }
        for (Future<?> call : running) {
            call.get();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        LOG.info(
                "{} mutations a second with two records each",
                Math.round(callers * each / seconds));
        assertThat(store.walk("a", 1, row -> {}).head().sequence()).isEqualTo(2L * callers * each);
        log.close();
    }
}
