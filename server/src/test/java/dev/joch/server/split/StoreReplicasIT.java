package dev.joch.server.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.server.turn.Turn;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.testkit.cluster.Children;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.history.History;
import dev.joch.testkit.history.HistoryFolder;
import dev.joch.testkit.history.Seed;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two replicas of the store on one database, each used by clients of its own, while both are
 * killed, one is frozen, and the database loses its power.
 */
class StoreReplicasIT {

    private final Seed seed = Seed.of(StoreReplicasIT.class);

    @Test
    void twoReplicasAreOneStore() throws IOException {
        Turn.assumeOf(StoreReplicasIT.class);
        HistoryFolder saved = HistoryFolder.of("replicas", seed.value());
        try (SplitCluster cluster = new SplitCluster(SplitCluster.fresh(saved.path()));
                Trial trial = new Trial("replicas", seed)) {
            cluster.member(SplitCluster.STORE).start();
            cluster.member(SplitCluster.SECOND_STORE).start();
            try (MeshApi first = new MeshApi(cluster.channels(SplitCluster.STORE));
                    MeshApi second = new MeshApi(cluster.channels(SplitCluster.SECOND_STORE))) {
                trial.begin(first);
                trial.watch("first", first, "");
                trial.watch("second", second, Load.NAMESPACES.getFirst());
                trial.load("f", first, 4);
                trial.load("s", second, 4);
                trial.awaitApplies(100);
                for (int round = 0; round < (Trial.isLong() ? 20 : 1); round++) {
                    die(cluster, trial, round);
                }
                History history = trial.finish(first, second, saved);
                trial.judge(history, List.of());
            }
        }
        assertThat(Children.left()).as("processes left over").isEmpty();
    }

    private void die(SplitCluster cluster, Trial trial, int round) {
        Member first = cluster.member(SplitCluster.STORE);
        Member second = cluster.member(SplitCluster.SECOND_STORE);
        List<Failpoint> commits =
                new ArrayList<>(
                        trial.places(round, place -> place.name().startsWith("STORE_COMMIT")));
        Trial.together(
                () -> trial.lane(first, round).run(Trial.isLong() ? commits : List.of()),
                () -> trial.lane(second, round).killOnce(Duration.ofSeconds(1)));
        first.process().pause();
        trial.awaitApplies(50);
        first.process().resume();
        trial.powerCut(cluster);
        trial.awaitApplies(100);
    }
}
