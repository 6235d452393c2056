package dev.joch.server.kill;

import dev.joch.server.split.TopicTail;
import dev.joch.testkit.run.RunHistory;
import dev.joch.testkit.run.RunHistory.Told;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What Kafka has of runs. */
final class ToldEnds {

    private static final String TOPIC = "joch.executions.v1";
    private static final String PREFIX = "joch.event.v1.Execution";

    private final Map<String, String> uids;
    private final List<Told> told = new ArrayList<>();
    private final List<String> setAside = new ArrayList<>();

    private ToldEnds(Map<String, String> uids) {
        this.uids = uids;
    }

    /**
     * @param uids of runs by their names
     */
    static ToldEnds read(String bootstrapServers, Map<String, String> uids) {
        ToldEnds ends = new ToldEnds(uids);
        TopicTail.read(bootstrapServers, ends::take);
        return ends;
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.topic().endsWith(".dlq")) {
            setAside.add(record.topic() + " " + record.key() + " " + record.headers());
        } else if (record.topic().equals(TOPIC)) {
            String name = record.key().substring(record.key().lastIndexOf('/') + 1);
            String word = TopicTail.type(record).replace(PREFIX, "");
            told.add(
                    new Told(
                            uids.getOrDefault(name, name),
                            TopicTail.id(record),
                            RunHistory.ENDS.contains(word) ? word : ""));
        }
    }

    List<Told> told() {
        return told;
    }

    /** Events that a consumer gave up. */
    List<String> setAside() {
        return setAside;
    }

    /** Runs whose end was told. */
    long ended() {
        return told.stream()
                .filter(event -> RunHistory.ENDS.contains(event.phase()))
                .map(Told::run)
                .distinct()
                .count();
    }
}
