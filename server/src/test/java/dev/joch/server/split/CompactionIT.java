package dev.joch.server.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.server.turn.Turn;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.testkit.cluster.Children;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.history.HistoryFolder;
import dev.joch.testkit.history.Seed;
import dev.joch.testkit.history.Sighting;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A store that dies while it forgets: what is current stays, what is too old is said to be so. */
class CompactionIT {

    private static final int KILLED = 137;
    private static final int CHANGES = 40;
    private static final Duration SOON = Duration.ofSeconds(25);

    private final Seed seed = Seed.of(CompactionIT.class);

    @Test
    void deathWhileCompactingLosesNothingCurrent() throws IOException {
        Turn.assumeOf(CompactionIT.class);
        Path folder = SplitCluster.fresh(HistoryFolder.of("compaction", seed.value()).path());
        try (SplitCluster cluster = new SplitCluster(folder)) {
            Member store = cluster.member(SplitCluster.STORE).start();
            try (MeshApi api = new MeshApi(cluster.channels(SplitCluster.STORE))) {
                String key = Doc.key(Load.NAMESPACES.getFirst(), "compacted");
                String kept = Doc.key(Load.NAMESPACES.getFirst(), "kept");
                write(api, kept, "kept");
                for (int i = 0; i < CHANGES; i++) {
                    write(api, key, "v" + i);
                }
                long last = api.list("").revision();
                store.kill();
                for (Failpoint place :
                        List.of(Failpoint.STORE_COMPACT_BEFORE, Failpoint.STORE_COMPACT_AFTER)) {
                    store.launch(forgetful(place + "=halt"));
                    assertThat(store.process().awaitEnd(SOON)).as("%s", place).isEqualTo(KILLED);
                }
                store.start(forgetful(""));
                Await.until("old changes are forgotten", SOON, () -> isExpired(api));
                assertThat(api.read(key))
                        .hasValueSatisfying(stored ->
                                assertThat(stored.value()).isEqualTo("v" + (CHANGES - 1)));
                assertThat(api.read(kept))
                        .hasValueSatisfying(stored -> assertThat(stored.value()).isEqualTo("kept"));
                assertThat(api.list("").revision()).isGreaterThanOrEqualTo(last);
                write(api, key, "after");
                assertThat(following(api, last))
                        .extracting(Sighting::value)
                        .containsExactly("after");
            }
        }
        assertThat(Children.left()).as("processes left over").isEmpty();
    }

    private static void write(MeshApi api, String key, String value) {
        assertThat(api.apply(List.of(new Doc(key, value)), new Api.Call("", ""))).hasSize(1);
    }

    private static Map<String, String> forgetful(String failpoints) {
        return Map.of(
                "JOCH_FAILPOINTS",
                failpoints,
                "JOCH_RESOURCE_STORE_RETENTION_REVISIONS",
                "10",
                "JOCH_RESOURCE_STORE_RETENTION_EVERY",
                "500ms",
                "JOCH_RESOURCE_STORE_WINDOW_CHANGES",
                "10");
    }

    private static boolean isExpired(MeshApi api) {
        List<Sighting> seen = new ArrayList<>();
        api.watch(
                "",
                1,
                sighting -> {
                    seen.add(sighting);
                    return false;
                });
        return !seen.isEmpty() && seen.getFirst().type() == Sighting.Type.EXPIRED;
    }

    private static List<Sighting> following(MeshApi api, long from) {
        List<Sighting> seen = new ArrayList<>();
        api.watch(
                "",
                from,
                sighting -> {
                    if (sighting.type().isChange()) {
                        seen.add(sighting);
                    }
                    return sighting.type() != Sighting.Type.BOOKMARK;
                });
        return seen;
    }
}
