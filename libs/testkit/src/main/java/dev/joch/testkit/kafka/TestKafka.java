package dev.joch.testkit.kafka;

import dev.joch.testkit.cluster.ChildProcess;
import dev.joch.testkit.cluster.FreePorts;
import dev.joch.testkit.cluster.Ready;
import dev.joch.testkit.servers.ServerChoice;

import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The broker of this process. Started by the first test that asks, stopped with the process. */
public final class TestKafka {

    static final String IMAGE = "apache/kafka:4.3.1";

    private static final Duration START_TIME = Duration.ofSeconds(90);

    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private final String bootstrapServers;

    private TestKafka(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    private static final class Holder {
        static final TestKafka INSTANCE =
                new TestKafka(
                        ServerChoice.of("Kafka", IMAGE).containers() ? container() : process());

        private Holder() {}
    }

    /** The broker; the first call starts it. */
    public static TestKafka broker() {
        return Holder.INSTANCE;
    }

    /** The reaper of the containers ends it with the process. */
    @SuppressWarnings("resource")
    private static String container() {
        KafkaContainer kafka =
                new KafkaContainer(DockerImageName.parse(IMAGE))
                        .withImagePullPolicy(image -> false)
                        .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                        .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                        .withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "500");
        kafka.start();
        return kafka.getBootstrapServers();
    }

    private static String process() {
        int port = FreePorts.next();
        Path folder = Path.of("target", "kafka-" + ProcessHandle.current().pid());
        ChildProcess broker =
                ChildProcess.start(
                        KafkaBroker.command("kafka", port, FreePorts.next(), folder),
                        folder.resolve("kafka.log"));
        broker.awaitReady(Ready.port(port), START_TIME);
        return "127.0.0.1:" + port;
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The broker, with names for one test. */
    public KafkaAddress newAddress() {
        return new KafkaAddress(
                bootstrapServers,
                "test-" + ProcessHandle.current().pid() + "-" + ADDRESSES.incrementAndGet() + ".");
    }
}
