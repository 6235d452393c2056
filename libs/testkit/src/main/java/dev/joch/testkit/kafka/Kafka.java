package dev.joch.testkit.kafka;

import dev.joch.testkit.servers.RealServers;

import java.util.Set;

/**
 * JUnit extension: a parameter of type {@link KafkaAddress} is a broker.
 *
 * <p>Use it as {@code @ExtendWith(Kafka.class)}.
 */
public final class Kafka extends RealServers {

    public Kafka() {
        super(Set.of(KafkaAddress.class));
    }
}
