package dev.joch.events;

import java.time.Duration;

/**
 * How events travel.
 *
 * @param transport which way
 * @param batch most events that are read, sent or taken together
 * @param poll how often a reader looks that nobody woke
 * @param keepFor how long a log keeps events that every reader has
 * @param inboxFor how long a consumer remembers what it has taken; longer than any redelivery
 * @param retry what happens to an event whose handler fails
 */
public record EventsConfig(
        Transport transport,
        int batch,
        Duration poll,
        Duration keepFor,
        Duration inboxFor,
        Retry retry,
        Kafka kafka) {

    /** Ways to travel. */
    public enum Transport {
        /** Consumers read the logs of this process. */
        DIRECT,
        KAFKA;

        static Transport named(String name, boolean split) {
            return switch (name) {
                case "" -> split ? KAFKA : DIRECT;
                case "direct" -> DIRECT;
                case "kafka" -> KAFKA;
                default ->
                        throw new IllegalArgumentException(
                                "joch.events.transport is '"
                                        + name
                                        + "'; it can be direct or kafka");
            };
        }
    }

    /**
     * Pauses between attempts double from the first to the longest.
     *
     * @param attempts after so many an event is set aside
     */
    public record Retry(int attempts, Duration first, Duration longest) {

        public Retry {
            if (attempts < 1) {
                throw new IllegalArgumentException("joch.events.retry.attempts must be at least 1");
            }
        }

        /** How long to wait after that many attempts. */
        public Duration pause(int made) {
            Duration pause = first.multipliedBy(1L << Math.min(made - 1, 20));
            return pause.compareTo(longest) < 0 ? pause : longest;
        }
    }

    /**
     * The broker.
     *
     * @param prefix before the names of topics and groups, for installations that share a broker
     * @param replicas of topics that are created; -1 as the broker says
     * @param session a member that is silent for so long has left its group
     */
    public record Kafka(String bootstrapServers, String prefix, short replicas, Duration session) {

        /** Said when the broker is needed, not before: not every process has events. */
        public Kafka required() {
            if (bootstrapServers.isBlank()) {
                throw new IllegalArgumentException(
                        "no broker: set joch.events.kafka.bootstrap-servers"
                                + " (JOCH_EVENTS_KAFKA_BOOTSTRAP_SERVERS) to host:9092, or"
                                + " joch.events.transport to direct when all services run in one"
                                + " process");
            }
            return this;
        }
    }

    public EventsConfig {
        if (batch < 1 || batch > 10_000) {
            throw new IllegalArgumentException("joch.events.batch must be from 1 to 10000");
        }
    }
}
