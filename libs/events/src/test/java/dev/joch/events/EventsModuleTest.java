package dev.joch.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.joch.service.process.JochProcess;
import dev.joch.service.process.ServiceMain;
import dev.joch.testkit.kafka.KafkaAddress;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.servers.RealServers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

@ExtendWith(RealServers.class)
class EventsModuleTest {

    private static JochProcess start(PostgresUrl url, Map<String, Object> more) {
        Map<String, Object> keys = new HashMap<>(more);
        keys.put("joch.talker.url", url.jdbc());
        return JochProcess.start(List.of("talker"), List.of(), keys);
    }

    private static void eventsFlow(JochProcess process) throws SQLException {
        process.bean(Talker.class).say("a");
        process.bean(Hearer.class).awaitCount("wired", 1);
        assertThat(process.bean(Hearer.class).heard("wired")).isEqualTo(Map.of("a", List.of(1L)));
    }

    @Test
    void oneProcessReadsItsOwnLogs(PostgresUrl url) throws SQLException {
        try (JochProcess process = start(url, Map.of())) {
            EventsConfig config = process.bean(EventsConfig.class);
            assertThat(config.transport()).isEqualTo(EventsConfig.Transport.DIRECT);
            assertThat(config.batch()).isEqualTo(500);
            assertThat(config.inboxFor()).isEqualTo(Duration.ofDays(7));
            eventsFlow(process);
        }
    }

    @Test
    void everyKeyIsRead(PostgresUrl url, KafkaAddress kafka) throws SQLException {
        Map<String, Object> keys =
                Map.ofEntries(
                        Map.entry("joch.events.transport", "kafka"),
                        Map.entry("joch.events.batch", 7),
                        Map.entry("joch.events.poll", "50ms"),
                        Map.entry("joch.events.keep-for", "2h"),
                        Map.entry("joch.events.inbox-for", "3d"),
                        Map.entry("joch.events.retry.attempts", 2),
                        Map.entry("joch.events.retry.first", "3ms"),
                        Map.entry("joch.events.retry.longest", "4ms"),
                        Map.entry("joch.events.kafka.bootstrap-servers", kafka.bootstrapServers()),
                        Map.entry("joch.events.kafka.prefix", kafka.prefix()),
                        Map.entry("joch.events.kafka.replicas", 1),
                        Map.entry("joch.events.kafka.session", "2s"));
        try (JochProcess process = start(url, keys)) {
            assertThat(process.bean(EventsConfig.class))
                    .isEqualTo(
                            new EventsConfig(
                                    EventsConfig.Transport.KAFKA,
                                    7,
                                    Duration.ofMillis(50),
                                    Duration.ofHours(2),
                                    Duration.ofDays(3),
                                    new EventsConfig.Retry(
                                            2, Duration.ofMillis(3), Duration.ofMillis(4)),
                                    new EventsConfig.Kafka(
                                            kafka.bootstrapServers(),
                                            kafka.prefix(),
                                            (short) 1,
                                            Duration.ofSeconds(2))));
            eventsFlow(process);
        }
    }

    @Test
    void kafkaWithoutABrokerSaysWhatToSet(PostgresUrl url) {
        Throwable failure =
                catchThrowable(() -> start(url, Map.of("joch.events.transport", "kafka")).close());
        assertThat(ServiceMain.explain(failure)).contains("joch.events.kafka.bootstrap-servers");
    }

    @Test
    void anUnknownTransportSaysWhichThereAre(PostgresUrl url) {
        Throwable failure =
                catchThrowable(() -> start(url, Map.of("joch.events.transport", "post")).close());
        assertThat(ServiceMain.explain(failure)).contains("direct or kafka");
    }
}
