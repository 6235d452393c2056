package dev.joch.agbom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.agbom.store.BillStore;
import dev.joch.agbom.store.Lineage;
import dev.joch.events.EventLog;
import dev.joch.events.outbox.Outbox;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.ChildProcess;
import dev.joch.testkit.history.Depth;
import dev.joch.testkit.history.Seed;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Whatever line the process dies on, a generation is there with its documents and its event. */
@ExtendWith(Postgres.class)
class KilledAnywhereTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final Lineage LINEAGE =
            new Lineage(Sample.TENANT, Sample.NAMESPACE, Sample.AGENT);

    @Test
    void generationsHaveNoGapsAndOneEventEach(PostgresUrl url) {
        List<Failpoint> places =
                List.of(
                        Failpoint.AGBOM_COMMIT_BEFORE,
                        Failpoint.OUTBOX_ADD_AFTER,
                        Failpoint.AGBOM_COMMIT_AFTER,
                        Failpoint.AGBOM_ANSWER_BEFORE,
                        Failpoint.AGBOM_ANSWER_AFTER);
        for (Failpoint place : Depth.ofThisRun().some(places, Seed.of(KilledAnywhereTest.class))) {
            // what the last one wrote before it died is written again first
            int step = Math.max(1, newest(url));
            assertThat(run(url, step, Map.of("JOCH_FAILPOINTS", place + "=halt@2")))
                    .as(place.name())
                    .isEqualTo(137);
        }
        assertThat(run(url, newest(url), Map.of())).isZero();
        try (BillDatabase database = open(url)) {
            BillStore bills = database.bills();
            assertThat(bills.newest(LINEAGE).orElseThrow().generation())
                    .isEqualTo(GeneratingProcess.GENERATIONS);
            for (long generation = 1; generation <= GeneratingProcess.GENERATIONS; generation++) {
                assertThat(bills.find(LINEAGE, generation)).isPresent();
                assertThat(bills.content(LINEAGE, generation)).isPresent();
                assertThat(bills.document(LINEAGE, generation, "cyclonedx", false)).isPresent();
            }
            assertThat(said(database.outbox())).isEqualTo(GeneratingProcess.GENERATIONS);
        }
    }

    /** Positions of transactions that died are passed over once that is sure. */
    private static int said(Outbox outbox) {
        AtomicLong place = new AtomicLong();
        AtomicInteger count = new AtomicInteger();
        Await.until(
                "all that was committed is said",
                SOON,
                () -> {
                    EventLog.Page page = outbox.read(place.get(), 100);
                    place.set(page.end());
                    return count.addAndGet(page.entries().size()) >= GeneratingProcess.GENERATIONS;
                });
        return count.get();
    }

    private static int newest(PostgresUrl url) {
        try (BillDatabase database = open(url)) {
            return database.bills().newest(LINEAGE).map(bill -> (int) bill.generation()).orElse(0);
        }
    }

    private static BillDatabase open(PostgresUrl url) {
        return new BillDatabase(
                new DatabaseConfig(url.jdbc(), "", "", 4, false), Duration.ofHours(1));
    }

    private static int run(PostgresUrl url, int step, Map<String, String> environment) {
        ChildCommand command =
                ChildCommand.java(
                                "generating",
                                GeneratingProcess.class.getName(),
                                128,
                                System.getProperty("java.class.path"))
                        .with(url.jdbc(), Integer.toString(step))
                        .env(environment);
        try (ChildProcess child =
                ChildProcess.start(command, Path.of("target", "killed", "generating.log"))) {
            return child.awaitEnd(SOON);
        }
    }
}
