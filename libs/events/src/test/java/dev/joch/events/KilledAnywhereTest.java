package dev.joch.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.service.failpoint.Failpoint;
import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.Cluster;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.cluster.Ready;
import dev.joch.testkit.history.Depth;
import dev.joch.testkit.history.Seed;
import dev.joch.testkit.kafka.KafkaAddress;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.servers.RealServers;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Whatever line a process dies on, nothing is lost, repeated or out of order afterwards. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(RealServers.class)
class KilledAnywhereTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    /** What both ways pass. */
    private static final List<Failpoint> EVERYWHERE =
            List.of(
                    Failpoint.OUTBOX_ADD_BEFORE,
                    Failpoint.OUTBOX_ADD_AFTER,
                    Failpoint.CONSUMER_COMMIT_BEFORE,
                    Failpoint.CONSUMER_COMMIT_AFTER,
                    Failpoint.CONSUMER_SET_ASIDE_BEFORE,
                    Failpoint.CONSUMER_SET_ASIDE_AFTER,
                    Failpoint.LOG_PRUNE_BEFORE,
                    Failpoint.LOG_PRUNE_AFTER);

    private static final List<Failpoint> ON_THE_WAY_TO_A_BROKER =
            List.of(
                    Failpoint.RELAY_PUBLISH_BEFORE,
                    Failpoint.RELAY_PUBLISH_AFTER,
                    Failpoint.RELAY_PLACE_BEFORE,
                    Failpoint.RELAY_PLACE_AFTER,
                    Failpoint.CONSUMER_ACK_BEFORE,
                    Failpoint.CONSUMER_ACK_AFTER);

    @Test
    void nothingIsLostOnTheDirectWay(PostgresUrl url) {
        dieEverywhere(url, "direct", new KafkaAddress("none", "none"), EVERYWHERE);
    }

    @Test
    void nothingIsLostOnTheWayOverKafka(PostgresUrl url, KafkaAddress kafka) {
        List<Failpoint> all =
                Stream.concat(EVERYWHERE.stream(), ON_THE_WAY_TO_A_BROKER.stream()).toList();
        dieEverywhere(url, "kafka", kafka, all);
    }

    private static void dieEverywhere(
            PostgresUrl url, String way, KafkaAddress kafka, List<Failpoint> places) {
        try (Cluster cluster = new Cluster(Path.of("target", "killed-" + way))) {
            Member member =
                    cluster.add(
                            ChildCommand.java(
                                            way,
                                            KilledProcess.class.getName(),
                                            96,
                                            System.getProperty("java.class.path"))
                                    .with(
                                            url.jdbc(),
                                            way,
                                            kafka.bootstrapServers(),
                                            kafka.prefix()),
                            Ready.line("all said"),
                            SOON);
            Seed seed = Seed.of(KilledAnywhereTest.class);
            for (Failpoint place : Depth.ofThisRun().some(places, seed)) {
                // at the second hit: the first batch is often the smallest
                int hit = place.name().startsWith("CONSUMER_SET") || isPrune(place) ? 1 : 2;
                member.launch(Map.of("JOCH_FAILPOINTS", place + "=halt@" + hit));
                assertThat(member.process().awaitEnd(SOON)).as(place.name()).isEqualTo(137);
            }
            member.start();
            try (Hearer hearer = new Hearer(url.jdbc())) {
                awaitAll(hearer);
                Map<String, List<Long>> heard = hearer.heard(KilledProcess.GROUP);
                heard.put(KilledProcess.POISON, numbers(hearer.setAside(KilledProcess.GROUP)));
                assertThat(heard).isEqualTo(said(hearer));
            }
        }
    }

    private static void awaitAll(Hearer hearer) {
        int all = said(hearer).values().stream().mapToInt(List::size).sum();
        Await.until(
                "everything that was said is heard or set aside",
                SOON,
                () ->
                        hearer.count(KilledProcess.GROUP)
                                        + hearer.setAside(KilledProcess.GROUP).size()
                                >= all);
    }

    private static List<Long> numbers(Map<String, String> setAside) {
        return setAside.keySet().stream()
                .map(id -> Long.parseLong(id.substring(id.indexOf('#') + 1)))
                .sorted()
                .toList();
    }

    private static boolean isPrune(Failpoint place) {
        return place == Failpoint.LOG_PRUNE_BEFORE || place == Failpoint.LOG_PRUNE_AFTER;
    }

    /** 1, 2, 3, ... of each key. */
    private static Map<String, List<Long>> said(Hearer hearer) {
        Map<String, List<Long>> said = new HashMap<>();
        hearer.query(
                "select key, n from joch_talker.counter",
                row ->
                        said.put(
                                row.getString(1),
                                LongStream.rangeClosed(1, row.getLong(2)).boxed().toList()));
        return said;
    }
}
