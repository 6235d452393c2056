package dev.joch.events;

import dev.joch.events.direct.DirectTransport;
import dev.joch.events.kafka.KafkaTransport;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A program that talks and hears, to be killed: {@code KilledProcess URL direct|kafka BOOTSTRAP
 * PREFIX}. Every life says each key twice more, and one that cannot be taken, then stays.
 */
final class KilledProcess {

    static final String GROUP = "survivors";
    static final String POISON = "poison";

    private static final int KEYS = 15;
    private static final int TIMES = 2;

    private KilledProcess() {}

    public static void main(String[] args) throws SQLException, InterruptedException {
        try (Talker talker = new Talker(args[0], Duration.ZERO);
                Hearer hearer = new Hearer(args[0])) {
            hearer.cannotStand(POISON);
            EventTransport transport =
                    args[1].equals("direct")
                            ? new DirectTransport(TestConfig.direct(), TestConfig.metrics())
                            : new KafkaTransport(
                                    TestConfig.kafka(args[2], args[3]), TestConfig.metrics());
            transport.publish(new EventSource("talker", talker.outbox()));
            transport.consume(hearer.consumer(GROUP, Talker.TOPIC));
            talker.say(POISON);
            for (int time = 0; time < TIMES; time++) {
                for (int key = 0; key < KEYS; key++) {
                    talker.say("key-" + key);
                }
            }
            System.out.println("all said");
            new CountDownLatch(1).await();
        }
    }
}
