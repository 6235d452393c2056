package dev.joch.server.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.server.turn.Turn;
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
        Turn.assumeOf(SplitShapeIT.class);
        HistoryFolder saved = HistoryFolder.of("split", seed.value());
        try (SplitCluster cluster = new SplitCluster(SplitCluster.fresh(saved.path()));
                Trial trial = new Trial("split", seed)) {
            cluster.start();
            try (RestApi rest = new RestApi(cluster.rest(), cluster.token());
                    GrpcApi grpc = new GrpcApi(cluster.grpcPort(), cluster.token())) {
                CommandLine cli =
                        new CommandLine(cluster.folder(), cluster.rest(), cluster.token());
                trial.begin(rest);
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
                    trial.byHand(new Doc(Doc.key("by-hand", "cli"), "by-hand-" + round), cli);
                }
                History history = trial.finish(grpc, rest, saved);
                trial.judge(history, AuditCheck.findings(grpc, history));
            }
        }
        assertThat(Children.left()).as("processes left over").isEmpty();
    }

    /** Each service dies at each of its places; in the second half the store has a replica. */
    private static void everybodyDies(SplitCluster cluster, Trial trial, int round) {
        List<Trial.Step> steps =
                List.of(
                        () -> storesDie(cluster, trial, round),
                        () ->
                                trial.lane(cluster.member(SplitCluster.APISERVER), round)
                                        .run(trial.places(round, SplitShapeIT::isOfTheEdge)),
                        () ->
                                trial.lane(cluster.member(SplitCluster.ADMISSION), round)
                                        .run(
                                                trial.places(
                                                        round,
                                                        place -> starts(place, "ADMISSION_"))));
        if (round % 2 == 0) {
            steps.forEach(Trial.Step::run);
        } else {
            // all at once: whoever comes back finds another one gone
            Trial.together(steps.toArray(Trial.Step[]::new));
        }
    }

    private static void storesDie(SplitCluster cluster, Trial trial, int round) {
        List<Failpoint> places = trial.places(round, SplitShapeIT::isOfTheStore);
        int half = places.size() / 2;
        Lane lane = trial.lane(cluster.member(SplitCluster.STORE), round);
        lane.run(places.subList(0, half));
        if (!cluster.member(SplitCluster.SECOND_STORE).isAlive()) {
            cluster.member(SplitCluster.SECOND_STORE).start();
        }
        lane.run(places.subList(half, places.size()));
        trial.lane(cluster.member(SplitCluster.SECOND_STORE), round).killOnce(Duration.ZERO);
    }

    /**
     * Compaction takes history away, and with it what the run is judged by: {@link CompactionIT}.
     * Words as these are read by {@code FailpointsTest}, too.
     */
    private static boolean isOfTheStore(Failpoint place) {
        return starts(place, "STORE_") && !starts(place, "STORE_COMPACT");
    }

    private static boolean isOfTheEdge(Failpoint place) {
        return starts(place, "APISERVER_") || starts(place, "AUDIT_");
    }

    private static boolean starts(Failpoint place, String word) {
        return place.name().startsWith(word);
    }
}
