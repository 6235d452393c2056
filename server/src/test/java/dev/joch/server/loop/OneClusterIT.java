package dev.joch.server.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.server.split.SplitCluster;
import dev.joch.server.split.Telemetry;
import dev.joch.testkit.cluster.Children;
import dev.joch.testkit.trace.TraceCollector;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What uses a cluster as it is shares one: to start eight services takes longer than most of what
 * is asked of them. Whoever kills some of them comes last.
 */
@TestMethodOrder(OrderAnnotation.class)
class OneClusterIT {

    private static final TraceCollector COLLECTOR = TraceCollector.start();

    private static SplitCluster cluster;
    private static Telemetry telemetry;

    @BeforeAll
    static void start() throws IOException {
        Path folder = Path.of("target", "robustness", "one-cluster").toAbsolutePath();
        cluster = SplitCluster.thatStartsWorkers(SplitCluster.fresh(folder), Map.of());
        telemetry = Telemetry.start(cluster, COLLECTOR);
    }

    @AfterAll
    static void close() {
        cluster.close();
        COLLECTOR.close();
        assertThat(Children.left()).as("processes left over").isEmpty();
    }

    @Test
    @Order(1)
    void anApplyIsOneTraceToTheStatusWriteAndBeyondKafka()
            throws IOException, InterruptedException {
        telemetry.followAnApply();
    }

    @Test
    @Order(2)
    void poolsAndJobsAreStartedAndTakenAway() throws IOException {
        new StartedWorkers(cluster).comeAndGo();
    }
}
