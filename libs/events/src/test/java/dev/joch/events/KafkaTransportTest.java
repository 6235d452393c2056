package dev.joch.events;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.joch.events.kafka.KafkaTransport;
import dev.joch.testkit.kafka.Kafka;
import dev.joch.testkit.kafka.KafkaAddress;
import dev.joch.testkit.wait.Await;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(Kafka.class)
class KafkaTransportTest extends EventTransportContract {

    private KafkaAddress kafka;

    @BeforeEach
    void address(KafkaAddress address) {
        kafka = address;
    }

    @Override
    EventTransport transport() {
        return new KafkaTransport(
                TestConfig.kafka(kafka.bootstrapServers(), kafka.prefix()), TestConfig.metrics());
    }

    @Test
    void anEventIsACloudEvent() throws SQLException {
        member();
        talker().say("a");
        ConsumerRecord<byte[], byte[]> record = only(Talker.TOPIC);
        assertThat(record.partition()).isEqualTo(Shards.of("a"));
        assertThat(record.key()).isEqualTo("a".getBytes(UTF_8));
        assertThat(record.value()).isEqualTo("1".getBytes(UTF_8));
        assertThat(headers(record))
                .isEqualTo(
                        Map.of(
                                "ce_specversion", "1.0",
                                "ce_id", "a#1",
                                "ce_type", "joch.event.v1.ResourceApplied",
                                "ce_source", "talker",
                                "ce_subject", "a",
                                "ce_time", "2026-01-02T03:04:05.678901Z",
                                "ce_tenant", "acme",
                                "content-type", "application/protobuf"));
    }

    @Test
    void whatIsGivenUpIsInTheDeadLetterTopicWithTheReason() throws SQLException {
        hearer().cannotStand("a#1");
        member().consume(hearer().consumer("strong", Talker.TOPIC));
        talker().say("a");
        ConsumerRecord<byte[], byte[]> record = only(Talker.TOPIC + ".dlq");
        assertThat(record.value()).isEqualTo("1".getBytes(UTF_8));
        assertThat(headers(record))
                .containsEntry("ce_id", "a#1")
                .containsEntry("joch_group", "strong")
                .containsEntry("joch_attempts", "3")
                .containsEntry("joch_reason", "IllegalStateException: cannot stand a#1");
    }

    @Test
    void aRecordThatIsNoEventIsSetAsideAndThePartitionGoesOn()
            throws SQLException, InterruptedException, ExecutionException {
        member().consume(hearer().consumer("strict", Talker.TOPIC));
        talker().say("a");
        hearer().awaitCount("strict", 1);
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> stranger =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            String topic = kafka.prefix() + Talker.TOPIC;
            stranger.send(new ProducerRecord<>(topic, Shards.of("a"), null, new byte[] {1})).get();
        }
        talker().say("a");
        hearer().awaitCount("strict", 2);
        assertThat(headers(only(Talker.TOPIC + ".dlq")).get("joch_reason"))
                .startsWith("this record is no event of Joch");
    }

    private ConsumerRecord<byte[], byte[]> only(String topic) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "auto.offset.reset",
                        "earliest");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> reader =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    IntStream.range(0, Shards.COUNT)
                            .mapToObj(n -> new TopicPartition(kafka.prefix() + topic, n))
                            .toList();
            reader.assign(partitions);
            Await.until(
                    topic + " has a record",
                    Hearer.SOON,
                    () -> {
                        reader.poll(Duration.ofMillis(100)).forEach(records::add);
                        return !records.isEmpty();
                    });
        }
        assertThat(records).hasSize(1);
        return records.getFirst();
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }
}
