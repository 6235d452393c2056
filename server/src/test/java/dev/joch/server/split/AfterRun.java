package dev.joch.server.split;

import dev.joch.testkit.check.LostAckChecker;
import dev.joch.testkit.history.HistoryRecorder;
import dev.joch.testkit.history.Sighting;
import dev.joch.testkit.wait.Await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the server has when all is quiet. */
final class AfterRun {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private AfterRun() {}

    /** The full log of changes, put together from the history of each key. */
    static List<Sighting> changes(ChangeLog api, Set<String> keys) {
        List<Sighting> changes = new ArrayList<>();
        for (String key : keys) {
            changes.addAll(Await.value("the history of " + key, PATIENCE, () -> api.changes(key)));
        }
        changes.sort(Comparator.comparingLong(Sighting::revision));
        return changes;
    }

    static void readLast(Api api, Set<String> keys, HistoryRecorder recorder) {
        for (String key : keys) {
            HistoryRecorder.Call call =
                    recorder.invoke("after", LostAckChecker.LAST, key, Map.of());
            Optional<Stored> stored =
                    Await.value("the last state of " + key, PATIENCE, () -> api.read(key));
            call.ok(
                    stored.map(it -> Map.of("value", it.value(), "version", it.version()))
                            .orElse(Map.of()));
        }
    }
}
