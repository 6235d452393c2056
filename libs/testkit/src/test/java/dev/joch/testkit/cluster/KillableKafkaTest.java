package dev.joch.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.wait.Await;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

class KillableKafkaTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void aBrokerSurvivesAPowerCut() throws ExecutionException, InterruptedException {
        Path folder = Path.of("target", "kafka-" + ProcessHandle.current().pid());
        try (Cluster cluster = new Cluster(folder)) {
            KillableKafka kafka = KillableKafka.start(cluster);
            Map<String, Object> settings =
                    Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
            try (Admin admin = Admin.create(settings)) {
                admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
            }
            send(settings, "one");
            kafka.kill();
            kafka.restart();
            send(settings, "two");
            assertThat(read(settings, 2)).containsExactly("one", "two");
        }
        assertThat(Children.left()).isEmpty();
    }

    private static void send(Map<String, Object> settings, String text)
            throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("kept", "key", text)).get();
        }
    }

    private static List<String> read(Map<String, Object> settings, int count) {
        List<String> texts = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> all = List.of(new TopicPartition("kept", 0));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Await.until(
                    count + " records are read",
                    SOON,
                    () -> {
                        for (ConsumerRecord<String, String> record :
                                consumer.poll(Duration.ofMillis(100))) {
                            texts.add(record.value());
                        }
                        return texts.size() >= count;
                    });
        }
        return texts;
    }
}
