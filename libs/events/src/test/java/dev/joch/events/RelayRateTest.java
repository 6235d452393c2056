package dev.joch.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.events.kafka.KafkaTransport;
import dev.joch.events.relay.Relay;
import dev.joch.testkit.history.Depth;
import dev.joch.testkit.kafka.KafkaAddress;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.servers.RealServers;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Prints how fast a backlog is relayed; fails only when it is slow beyond any doubt. */
@ExtendWith(RealServers.class)
class RelayRateTest {

    /** A rate needs many; whether they all come, few show. */
    private static final int EVENTS = Depth.ofThisRun().isAtLeast(Depth.DEEP) ? 20_000 : 4_000;

    private static final int KEYS = 500;
    private static final int TOGETHER = 1_000;

    @Test
    void aBacklogIsRelayedFast(PostgresUrl url, KafkaAddress kafka) throws SQLException {
        try (Talker talker = new Talker(url.jdbc());
                KafkaTransport transport =
                        new KafkaTransport(
                                TestConfig.kafka(kafka.bootstrapServers(), kafka.prefix()),
                                TestConfig.metrics())) {
            fill(talker);
            long begin = System.nanoTime();
            transport.publish(new EventSource("talker", talker.outbox()));
            Await.until(
                    "all is relayed",
                    Duration.ofSeconds(60),
                    () -> talker.outbox().place(Relay.READER) == EVENTS);
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf("relayed %,.0f events/s%n", EVENTS / seconds);
            assertThat(EVENTS / seconds).isGreaterThan(500);
        }
    }

    private static void fill(Talker talker) throws SQLException {
        for (int from = 0; from < EVENTS; from += TOGETHER) {
            List<Event> events =
                    IntStream.range(from, from + TOGETHER)
                            .mapToObj(n -> Talker.event("key-" + n % KEYS, n))
                            .toList();
            try (Connection transaction = talker.begin()) {
                talker.outbox().add(transaction, events);
                transaction.commit();
            }
        }
    }
}
