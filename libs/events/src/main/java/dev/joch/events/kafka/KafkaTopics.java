package dev.joch.events.kafka;

import dev.joch.events.EventsConfig;
import dev.joch.events.Shards;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * The topics of an installation: there when they are needed, with the right number of partitions.
 */
final class KafkaTopics {

    static final String DEAD_LETTERS = ".dlq";

    private static final long PATIENCE_SECONDS = 30;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final EventsConfig.Kafka config;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    KafkaTopics(EventsConfig.Kafka config) {
        this.config = config;
    }

    /** The broker's name of a topic of the contract. */
    String name(String topic) {
        return config.prefix() + topic;
    }

    /** The contract's name of a topic of the broker. */
    String topic(String name) {
        return name.substring(config.prefix().length());
    }

    String group(String group) {
        return config.prefix() + group;
    }

    /** Creates what is missing. */
    void ensure(Collection<String> topics) throws InterruptedException {
        Set<String> missing =
                topics.stream().filter(topic -> !known.contains(topic)).collect(Collectors.toSet());
        if (missing.isEmpty()) {
            return;
        }
        try (Admin admin = Admin.create(KafkaSettings.admin(config))) {
            create(admin, missing.stream().map(this::name).toList());
            check(described(admin, missing.stream().map(this::name).toList()));
        } catch (ExecutionException | TimeoutException e) {
            throw new ProblemException(new ServiceProblem.Unavailable("the Kafka broker"), e);
        }
        known.addAll(missing);
    }

    private void create(Admin admin, List<String> names)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (String name : names) {
            NewTopic topic =
                    new NewTopic(name, Shards.COUNT, config.replicas())
                            .configs(
                                    Map.of(
                                            "max.message.bytes",
                                            Integer.toString(KafkaSettings.LARGEST_RECORD)));
            try {
                admin.createTopics(List.of(topic)).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    /** A broker may not have heard yet of what the controller has created. */
    private static Map<String, TopicDescription> described(Admin admin, List<String> names)
            throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                return admin.describeTopics(names)
                        .allTopicNames()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
                        || System.nanoTime() - end >= 0) {
                    throw e;
                }
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
    }

    private static void check(Map<String, TopicDescription> topics) {
        topics.forEach((name, description) -> {
            if (description.partitions().size() != Shards.COUNT) {
                throw new IllegalStateException(
                        "topic "
                                + name
                                + " has "
                                + description.partitions().size()
                                + " partitions; Joch needs "
                                + Shards.COUNT
                                + ": delete it, or set joch.events.kafka.prefix to a name of its own");
            }
        });
    }
}
