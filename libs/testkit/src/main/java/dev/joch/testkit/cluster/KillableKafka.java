package dev.joch.testkit.cluster;

import dev.joch.testkit.kafka.KafkaBroker;

import java.nio.file.Path;
import java.time.Duration;

/** A broker that can be killed and started again on what it has written. */
public final class KillableKafka {

    private static final Duration START_TIME = Duration.ofSeconds(90);

    private final Member member;
    private final int port;

    private KillableKafka(Member member, int port) {
        this.member = member;
        this.port = port;
    }

    /** Starts a broker on an empty folder. */
    public static KillableKafka start(Cluster cluster) {
        int port = FreePorts.next();
        Path folder = cluster.data("kafka-data-" + port);
        ChildCommand command = KafkaBroker.command("kafka", port, FreePorts.next(), folder);
        Member member = cluster.add(command, Ready.port(port), START_TIME);
        member.start();
        return new KillableKafka(member, port);
    }

    /** Host and port. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The broker as a member of the cluster. */
    public Member member() {
        return member;
    }

    /** SIGKILL. */
    public void kill() {
        member.killAll();
    }

    /** Starts again on the same folder and waits until it answers. */
    public void restart() {
        member.start();
    }
}
