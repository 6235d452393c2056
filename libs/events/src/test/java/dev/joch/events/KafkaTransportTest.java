package dev.joch.events;

import dev.joch.events.kafka.KafkaTransport;
import dev.joch.testkit.kafka.Kafka;
import dev.joch.testkit.kafka.KafkaAddress;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

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
}
