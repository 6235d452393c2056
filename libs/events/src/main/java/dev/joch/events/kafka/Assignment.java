package dev.joch.events.kafka;

import dev.joch.events.ShardListener;

import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The partitions that this member has. The listener hears of those of one topic: then every shard
 * has one owner, whatever the assignor does with the other topics.
 */
final class Assignment implements ConsumerRebalanceListener {

    private final String topic;
    private final ShardListener listener;
    private final Set<TopicPartition> partitions = ConcurrentHashMap.newKeySet();
    private Set<Integer> told = Set.of();

    Assignment(String topic, ShardListener listener) {
        this.topic = topic;
        this.listener = listener;
    }

    Set<TopicPartition> partitions() {
        return Set.copyOf(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> more) {
        partitions.addAll(more);
        tell();
    }

    /** Everything taken is committed when this is called: batches end before the next poll. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> fewer) {
        fewer.forEach(partitions::remove);
        tell();
    }

    /** The member is out of its group. */
    void lost() {
        partitions.clear();
        tell();
    }

    private void tell() {
        Set<Integer> shards = new TreeSet<>();
        for (TopicPartition partition : partitions) {
            if (partition.topic().equals(topic)) {
                shards.add(partition.partition());
            }
        }
        if (!shards.equals(told)) {
            told = Set.copyOf(shards);
            listener.owns(told);
        }
    }
}
