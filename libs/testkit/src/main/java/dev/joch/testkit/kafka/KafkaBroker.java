package dev.joch.testkit.kafka;

import dev.joch.testkit.cluster.ChildCommand;

import kafka.tools.StorageTool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A broker that is its own controller, as a program: {@code KafkaBroker PORT CONTROLLER_PORT
 * FOLDER}. Started again on the same folder, it has what it had.
 */
public final class KafkaBroker {

    private static final int HEAP_MEGABYTES = 256;
    private static final String CLUSTER = "Sm9jaEluVGVzdHNPbmx5MA";

    private KafkaBroker() {}

    /** How a broker is started. Its class path is that of the tests; its heap is its own. */
    public static ChildCommand command(String name, int port, int controllerPort, Path folder) {
        return ChildCommand.java(name, KafkaBroker.class.getName(), HEAP_MEGABYTES)
                .with("" + port, "" + controllerPort, folder.toAbsolutePath().toString());
    }

    public static void main(String[] args) {
        Path folder = Path.of(args[2]);
        Path settings = folder.resolve("server.properties");
        boolean fresh = !Files.exists(settings);
        try {
            Files.createDirectories(folder);
            Files.write(settings, settings(args[0], args[1], folder.resolve("log")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (fresh) {
            int status =
                    StorageTool.execute(
                            new String[] {"format", "-t", CLUSTER, "-c", settings.toString()},
                            System.out);
            if (status != 0) {
                System.exit(status);
            }
        }
        kafka.Kafka.main(new String[] {settings.toString()});
    }

    private static List<String> settings(String port, String controllerPort, Path log) {
        return List.of(
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
                "listeners=PLAINTEXT://127.0.0.1:"
                        + port
                        + ",CONTROLLER://127.0.0.1:"
                        + controllerPort,
                "advertised.listeners=PLAINTEXT://127.0.0.1:" + port,
                "controller.listener.names=CONTROLLER",
                "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs=" + log,
                "auto.create.topics.enable=false",
                "offsets.topic.replication.factor=1",
                "offsets.topic.num.partitions=3",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "share.coordinator.state.topic.replication.factor=1",
                "share.coordinator.state.topic.min.isr=1",
                // members that are killed must be missed soon, members that come must not wait
                "group.initial.rebalance.delay.ms=0",
                "group.min.session.timeout.ms=500",
                // a small machine with many topics
                "num.network.threads=2",
                "num.io.threads=2",
                "background.threads=2",
                "log.cleaner.dedupe.buffer.size=2097152",
                "log.index.size.max.bytes=262144");
    }
}
