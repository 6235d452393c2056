package dev.joch.server.loop;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.event.v1.AgBOMUpdated;
import dev.joch.event.v1.AgentCompiled;
import dev.joch.event.v1.ResourceApplied;
import dev.joch.event.v1.ResourceDeleted;
import dev.joch.event.v1.ResourceStatusUpdated;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.server.split.TopicTail;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that stands in Kafka, read by nobody's group.
 *
 * @param revisions of records, by {@code Kind/namespace/name}, in the order of the topic
 * @param compiled digests of manifests that were announced
 * @param bills {@code namespace/agent@generation} of bills that were announced
 * @param setAside records of dead-letter topics
 */
record EventTail(
        Map<String, List<Long>> revisions,
        Set<String> compiled,
        Set<String> bills,
        List<String> setAside) {

    private static final String DEAD = ".dlq";

    static EventTail read(String bootstrapServers) {
        EventTail tail =
                new EventTail(new HashMap<>(), new HashSet<>(), new HashSet<>(), new ArrayList<>());
        TopicTail.read(bootstrapServers, tail::take);
        return tail;
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.topic().endsWith(DEAD)) {
            setAside.add(record.topic() + " " + record.key() + " " + record.headers());
            return;
        }
        try {
            switch (TopicTail.type(record)) {
                case "joch.event.v1.ResourceApplied" -> {
                    ResourceApplied event = ResourceApplied.parseFrom(record.value());
                    revision(event.getKey(), event.getRevision());
                }
                case "joch.event.v1.ResourceStatusUpdated" -> {
                    ResourceStatusUpdated event = ResourceStatusUpdated.parseFrom(record.value());
                    revision(event.getKey(), event.getRevision());
                }
                case "joch.event.v1.ResourceDeleted" -> {
                    ResourceDeleted event = ResourceDeleted.parseFrom(record.value());
                    revision(event.getKey(), event.getRevision());
                }
                case "joch.event.v1.AgentCompiled" ->
                        compiled.add(AgentCompiled.parseFrom(record.value()).getDigest());
                case "joch.event.v1.AgBOMUpdated" -> {
                    AgBOMUpdated event = AgBOMUpdated.parseFrom(record.value());
                    bills.add(
                            event.getAgent().getNamespace()
                                    + "/"
                                    + event.getAgent().getName()
                                    + "@"
                                    + event.getGeneration());
                }
                default -> {
                    // decisions and what other services tell
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("not an event: " + record, e);
        }
    }

    private void revision(ResourceKey key, long revision) {
        revisions.computeIfAbsent(name(key), absent -> new ArrayList<>()).add(revision);
    }

    /** Whether the numbers only rise when those that came again are left out. */
    static boolean rises(List<Long> revisions) {
        Set<Long> seen = new HashSet<>();
        long last = 0;
        for (long revision : revisions) {
            if (seen.add(revision)) {
                if (revision < last) {
                    return false;
                }
                last = revision;
            }
        }
        return true;
    }

    private static String name(ResourceKey key) {
        return key.getKind() + "/" + key.getNamespace() + "/" + key.getName();
    }
}
