package dev.joch.apiserver.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What every store of the audit log keeps to. */
abstract class AuditStoreContract {

    private AuditStore store = new MemoryAuditStore();

    abstract AuditStore newStore();

    @BeforeEach
    void open() {
        store = newStore();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private VerifyAudit.Report verify(String tenant) {
        return new VerifyAudit(store, AuditFixture.checkpoints(store, null)).verify(tenant, 0);
    }

    @Test
    void recordsFollowOneAnotherWithoutGaps() {
        store.append(
                List.of(
                        AuditFixture.draft("a", "Agent/x/1"),
                        AuditFixture.draft("a", "Agent/x/2")));
        store.append(List.of(AuditFixture.draft("a", "Agent/x/3")));
        List<AuditRow> rows = store.list("a", AuditFixture.all());
        assertThat(rows).extracting(AuditRow::sequence).containsExactly(1L, 2L, 3L);
        assertThat(rows.getFirst().previousHash()).isEmpty();
        assertThat(rows.get(2).previousHash()).isEqualTo(rows.get(1).hash());
        assertThat(rows).allMatch(AuditRow::sound);
        assertThat(verify("a").intact()).isTrue();
    }

    @Test
    void groupMayHoldSeveralTenantsEachWithItsOwnChain() {
        List<ChainHead> heads =
                store.append(
                        List.of(
                                AuditFixture.draft("b", "Agent/x/1"),
                                AuditFixture.draft("a", "Agent/x/2"),
                                AuditFixture.draft("b", "Agent/x/3")));
        assertThat(heads).extracting(ChainHead::tenant).containsExactlyInAnyOrder("a", "b");
        assertThat(store.list("a", AuditFixture.all()))
                .extracting(AuditRow::sequence)
                .containsExactly(1L);
        assertThat(store.list("b", AuditFixture.all()))
                .extracting(AuditRow::sequence)
                .containsExactly(1L, 2L);
        assertThat(store.list("c", AuditFixture.all())).isEmpty();
        assertThat(store.tenants()).containsExactly("a", "b");
    }

    @Test
    void oddTextComesBackAsItWent() {
        String odd = AuditText.clean("Agent/x/\u00e4\ud83d\ude00\"\\\u0000\u0007\ud800", 1024);
        store.append(List.of(AuditFixture.draft("a", odd)));
        assertThat(store.list("a", AuditFixture.all()).getFirst().draft().resource())
                .isEqualTo(odd);
        assertThat(verify("a").intact()).isTrue();
    }

    @Test
    void listsFilterAndPageInBothDirections() {
        for (int i = 1; i <= 5; i++) {
            store.append(
                    List.of(AuditFixture.draft("a", "Agent/x/" + i, AuditFixture.NOW_MICROS + i)));
        }
        assertThat(store.list("a", new AuditQuery("", "", "", 0, 2, false, 2)))
                .extracting(AuditRow::sequence)
                .containsExactly(3L, 4L);
        assertThat(store.list("a", new AuditQuery("", "", "", 0, 0, true, 2)))
                .extracting(AuditRow::sequence)
                .containsExactly(5L, 4L);
        assertThat(store.list("a", new AuditQuery("", "", "", 0, 4, true, 9)))
                .extracting(AuditRow::sequence)
                .containsExactly(3L, 2L, 1L);
        assertThat(store.list("a", new AuditQuery("", "", "Agent/x/4", 0, 0, false, 9))).hasSize(1);
        assertThat(store.list("a", new AuditQuery("bob", "", "", 0, 0, false, 9))).isEmpty();
        assertThat(store.list("a", new AuditQuery("", "get", "", 0, 0, false, 9))).isEmpty();
        assertThat(
                        store.list(
                                "a",
                                new AuditQuery(
                                        "", "", "", AuditFixture.NOW_MICROS + 4, 0, false, 9)))
                .hasSize(2);
    }

    @Test
    void writersAtTheSameTimeMakeOneChain() throws Exception {
        List<Future<?>> writers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int w = 0; w < 8; w++) {
                writers.add(
                        threads.submit(() -> {
                            for (int i = 0; i < 20; i++) {
                                store.append(
                                        List.of(
                                                AuditFixture.draft("a", "Agent/x/" + i),
                                                AuditFixture.draft("b", "Agent/x/" + i)));
                            }
                        }));
            }
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        assertThat(verify("a").verified()).isEqualTo(160);
        assertThat(verify("a").intact()).isTrue();
        assertThat(verify("b").intact()).isTrue();
    }

    @Test
    void whatIsTooOldGoesAndTheRestStillVerifies() {
        HeadCheckpoints checkpoints = AuditFixture.checkpoints(store, null);
        for (int i = 1; i <= 5; i++) {
            store.append(List.of(AuditFixture.draft("a", "Agent/x/" + i, i)))
                    .forEach(checkpoints::committed);
        }
        HeadSignatures signatures = checkpoints.signatures();
        int dropped =
                store.prune(
                        "a", 4, 100, head -> signatures.sign(HeadSignatures.Purpose.ANCHOR, head));
        assertThat(dropped).isEqualTo(3);
        VerifyAudit.Report report = new VerifyAudit(store, checkpoints).verify("a", 0);
        assertThat(report.faults()).isEmpty();
        assertThat(report.verified()).isEqualTo(2);
        assertThat(
                        store.prune(
                                "a",
                                100,
                                100,
                                head -> signatures.sign(HeadSignatures.Purpose.ANCHOR, head)))
                .as("the newest stays")
                .isEqualTo(1);
    }

    @Test
    void verificationMayBeginInTheMiddle() {
        for (int i = 1; i <= 5; i++) {
            store.append(List.of(AuditFixture.draft("a", "Agent/x/" + i)));
        }
        VerifyAudit.Report report =
                new VerifyAudit(store, AuditFixture.checkpoints(store, null)).verify("a", 3);
        assertThat(report.faults()).isEmpty();
        assertThat(report.verified()).isEqualTo(3);
    }
}
