package dev.joch.events.kafka;

import dev.joch.events.Event;
import dev.joch.events.EventsConfig;
import dev.joch.events.Subscription;
import dev.joch.events.intake.Intake;
import dev.joch.events.intake.Lanes;
import dev.joch.events.intake.TakeFailed;
import dev.joch.events.loop.Loop;
import dev.joch.events.metrics.EventMetrics;
import dev.joch.service.failpoint.Failpoint;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.sql.DataSource;

/**
 * One member of a group: polls, takes, commits to the database, then to the broker.
 *
 * <p>A partition whose event failed is paused until its next attempt and read again from there; the
 * others go on. After a failure of the surroundings the member joins anew, from what the broker
 * knows.
 */
final class KafkaReader implements Loop.Turn {

    private static final long UPKEEP_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Duration CLOSE_TIME = Duration.ofSeconds(5);

    private final Subscription subscription;
    private final EventsConfig config;
    private final KafkaTopics topics;
    private final DataSource pool;
    private final Intake intake;
    private final DeadLetterTopic deadLetters;
    private final Assignment assignment;
    private final Lanes<TopicPartition> lanes;
    private @Nullable Consumer<byte[], byte[]> consumer;
    private volatile @Nullable Consumer<byte[], byte[]> polling;
    private volatile boolean stopping;
    private volatile long behind;
    private long upkeepAt = System.nanoTime();

    KafkaReader(
            Subscription subscription,
            DataSource pool,
            EventsConfig config,
            KafkaTopics topics,
            EventMetrics metrics) {
        this.subscription = subscription;
        this.config = config;
        this.topics = topics;
        this.pool = pool;
        this.intake = new Intake(subscription, pool, metrics);
        this.deadLetters = new DeadLetterTopic(subscription.group(), config.kafka(), topics);
        this.assignment =
                new Assignment(
                        topics.name(
                                subscription.topics().stream().sorted().findFirst().orElseThrow()),
                        subscription.shards());
        this.lanes = new Lanes<>(subscription.group(), intake, config.retry(), System::nanoTime);
        metrics.lag("kafka", subscription.group(), () -> behind);
    }

    @Override
    public boolean turn() throws InterruptedException, SQLException, TakeFailed {
        if (stopping) {
            return false;
        }
        Consumer<byte[], byte[]> open = open();
        lanes.keepOnly(assignment.partitions());
        open.resume(open.paused().stream().filter(lanes::ready).toList());
        try {
            ConsumerRecords<byte[], byte[]> records = open.poll(lanes.untilReady(config.poll()));
            if (!records.isEmpty()) {
                give(open, records);
            }
        } catch (WakeupException e) {
            return false;
        }
        if (System.nanoTime() - upkeepAt >= 0) {
            upkeepAt = System.nanoTime() + UPKEEP_NANOS;
            intake.prune(config.inboxFor());
        }
        measure(open);
        return true;
    }

    private void give(Consumer<byte[], byte[]> open, ConsumerRecords<byte[], byte[]> records)
            throws InterruptedException, SQLException, TakeFailed {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition = new HashMap<>();
        Map<TopicPartition, List<Event>> batch = new HashMap<>();
        List<Event> inOrder = new ArrayList<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> mine = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                Event event = deadLetters.readable(record);
                if (event != null && subscription.wants(event)) {
                    mine.add(record);
                    batch.computeIfAbsent(partition, _ -> new ArrayList<>()).add(event);
                    inOrder.add(event);
                }
            }
            byPartition.put(partition, mine);
        }
        Lanes.Given<TopicPartition> given =
                inOrder.isEmpty()
                        ? new Lanes.Given<>(true, Map.of())
                        : lanes.give(batch, inOrder, new OffsetCarrier());
        acknowledge(open, records, byPartition, given);
    }

    private static void acknowledge(
            Consumer<byte[], byte[]> open,
            ConsumerRecords<byte[], byte[]> records,
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition,
            Lanes.Given<TopicPartition> given) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        Set<TopicPartition> waiting = new HashSet<>();
        byPartition.forEach((partition, mine) -> {
            int done = given.done().getOrDefault(partition, 0);
            long next =
                    done < mine.size()
                            ? mine.get(done).offset()
                            : records.records(partition).getLast().offset() + 1;
            if (done < mine.size()) {
                open.seek(partition, next);
                waiting.add(partition);
            }
            offsets.put(partition, new OffsetAndMetadata(next));
        });
        open.pause(waiting);
        Failpoint.CONSUMER_ACK_BEFORE.hit();
        open.commitSync(offsets);
        Failpoint.CONSUMER_ACK_AFTER.hit();
    }

    /** Places are the broker's business, after the database's. */
    private final class OffsetCarrier implements Lanes.Carrier<TopicPartition> {

        @Override
        public Intake.Step allTaken() {
            return Intake.Step.NONE;
        }

        @Override
        public Intake.Step taken(TopicPartition partition, int count) {
            return Intake.Step.NONE;
        }

        @Override
        public void setAside(Event event, String reason, int attempts, Intake.Step step)
                throws TakeFailed {
            deadLetters.send(event, reason, attempts);
            intake.setAside(event, reason, attempts, step);
        }
    }

    private void measure(Consumer<byte[], byte[]> open) {
        long sum = 0;
        for (TopicPartition partition : open.assignment()) {
            sum += open.currentLag(partition).orElse(0);
        }
        behind = sum;
    }

    private Consumer<byte[], byte[]> open() throws InterruptedException {
        Consumer<byte[], byte[]> open = consumer;
        if (open == null) {
            topics.ensure(subscription.topics());
            open =
                    new KafkaConsumer<>(
                            KafkaSettings.consumer(
                                    config.kafka(),
                                    topics.group(subscription.group()),
                                    config.batch()));
            consumer = open;
            polling = open;
            open.subscribe(subscription.topics().stream().map(topics::name).toList(), assignment);
        }
        return open;
    }

    /** The poll rests by itself. */
    @Override
    public void rest() {}

    @Override
    public void failed() {
        Consumer<byte[], byte[]> open = consumer;
        consumer = null;
        polling = null;
        if (open != null) {
            open.close(CloseOptions.timeout(CLOSE_TIME));
        }
        assignment.lost();
    }

    /** Ends a poll that is under way. */
    void stop() {
        stopping = true;
        Consumer<byte[], byte[]> open = polling;
        if (open != null) {
            open.wakeup();
        }
    }

    @Override
    public void ended() {
        failed();
        deadLetters.close();
    }
}
