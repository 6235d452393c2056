package dev.joch.server.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.service.failpoint.Failpoint;
import dev.joch.testkit.cluster.Children;
import dev.joch.testkit.history.History;
import dev.joch.testkit.history.HistoryFolder;
import dev.joch.testkit.history.Seed;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Joch in three processes under load, while each is killed at every place where that could hurt.
 *
 * <p>{@code -Djoch.robustness=long} repeats the deaths many times, {@code -Djoch.seed} repeats the
 * choices of a run.
 */
class SplitShapeIT {

    private static final Duration READY = Duration.ofSeconds(15);

    private final Seed seed = Seed.of(SplitShapeIT.class);

    @Test
    void nothingAcknowledgedIsLostWhateverDies() throws IOException {
        HistoryFolder saved = HistoryFolder.of("split", seed.value());
        try (SplitCluster cluster = new SplitCluster(SplitCluster.fresh(saved.path()));
                Trial trial = new Trial("split", seed)) {
            cluster.start();
            try (RestApi rest = new RestApi(cluster.rest(), cluster.token());
                    GrpcApi grpc = new GrpcApi(cluster.grpcPort(), cluster.token())) {
                trial.watch("rest-all", rest, "");
                trial.watch("grpc-all", grpc, "");
                trial.watch("rest-a", rest, Load.NAMESPACES.get(0));
                trial.watch("grpc-b", grpc, Load.NAMESPACES.get(1));
                trial.load("r", rest, 3);
                trial.load("g", grpc, 3);
                for (int round = 0; round < (Trial.isLong() ? 12 : 1); round++) {
                    everybodyDies(cluster, trial, round);
                    Await.until("the edge is ready", READY, cluster::isReady);
                    trial.powerCut(cluster);
                    trial.awaitApplies(100);
                    Await.until("the edge is ready again", READY, cluster::isReady);
                }
                History history = trial.finish(grpc, rest, saved);
                trial.judge(history, AuditCheck.findings(grpc, history));
            }
        }
        assertThat(Children.left()).as("processes left over").isEmpty();
    }

    /** Each service dies at each of its places; in the second half the store has a replica. */
    private static void everybodyDies(SplitCluster cluster, Trial trial, int round) {
        List<Failpoint> store =
                trial.places(
                        round,
                        place ->
                                place.name().startsWith("STORE_")
                                        && !place.name().startsWith("STORE_COMPACT"));
        int half = store.size() / 2;
        Trial.together(
                () -> {
                    Lane lane = trial.lane(cluster.member(SplitCluster.STORE), round);
                    lane.run(store.subList(0, half));
                    if (!cluster.member(SplitCluster.SECOND_STORE).isAlive()) {
                        cluster.member(SplitCluster.SECOND_STORE).start();
                    }
                    lane.run(store.subList(half, store.size()));
                    trial.lane(cluster.member(SplitCluster.SECOND_STORE), round)
                            .killOnce(Duration.ofSeconds(1));
                },
                () ->
                        trial.lane(cluster.member(SplitCluster.APISERVER), round)
                                .run(
                                        trial.places(
                                                round,
                                                place ->
                                                        place.name().startsWith("APISERVER_")
                                                                || place.name()
                                                                        .startsWith("AUDIT_"))),
                () -> {
                    Lane lane = trial.lane(cluster.member(SplitCluster.ADMISSION), round);
                    lane.run(
                            trial.places(round, place -> place.name().startsWith("ADMISSION_")));
                    lane.killOnce(Duration.ofSeconds(3));
                });
    }
}
