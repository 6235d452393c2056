package dev.joch.testkit.kafka;

/**
 * Where the broker is.
 *
 * @param bootstrapServers host and port
 * @param prefix for the names of topics and groups, so that tests do not meet
 */
public record KafkaAddress(String bootstrapServers, String prefix) {}
