package dev.joch.controllermanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.kind.Kinds;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.kafka.KafkaAddress;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.servers.RealServers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Parts of the controllers in processes of their own do all the work together. */
@ExtendWith(RealServers.class)
@Timeout(180)
final class GroupsApartTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String FEW = "controller-manager-few";
    private static final String REST = "controller-manager-rest";

    @Test
    void agentsAndPoliciesRunApartFromTheRestWithoutGaps(PostgresUrl url, KafkaAddress kafka) {
        String rest =
                AllControllers.kinds().stream()
                        .filter(kind -> !kind.equals("Agent") && !kind.equals("Policy"))
                        .map(kind -> Kinds.kind(kind).plural())
                        .collect(Collectors.joining(","));
        try (PeerNetwork network = new PeerNetwork("groups-apart", url, kafka)) {
            fleet(network.store, "v1");
            Member few = network.controllers(FEW, "--controllers=agents,policies");
            Member others = network.controllers(REST, "--controllers", rest);
            few.launch(Map.of());
            others.start();
            few.awaitReady();
            Convergence convergence = new Convergence(network, url.jdbc());
            convergence.await(SOON);

            // a policy and a tool reach the agents across the two, an agent its bill
            long before = network.compiler.compiles("a");
            fleet(network.store, "v2");
            convergence.await(SOON);
            convergence.nothingTwice();
            assertThat(network.compiler.compiles("a")).isGreaterThan(before);
            assertThat(network.bills.bills("a")).isGreaterThan(1);
            assertThat(writers(network.store, true)).containsExactly(FEW);
            assertThat(writers(network.store, false)).containsExactly(REST);
        }
    }

    private static void fleet(FakeStore store, String version) {
        store.put(Records.of("FrameworkAdapter", "sdk", "{framework: sdk}"));
        store.put(Records.of("Model", "m", "{provider: openai, model: %s}".formatted(version)));
        store.put(
                Records.of(
                        "Tool",
                        "t",
                        "{type: function, description: %s, sideEffects: {level: read_only}}"
                                .formatted(version)));
        store.put(
                Records.of(
                        "Policy",
                        "p",
                        "{description: %s, appliesTo: {agents: {selector: {matchLabels: {team: a}}}}}"
                                .formatted(version)));
        store.put(
                Records.of(
                        "Agent",
                        "a",
                        "{framework: {adapterRef: {name: sdk}}, tools: [{name: t}]}"));
    }

    /** Who wrote the statuses of agents and policies, or of all other kinds. */
    private static Set<String> writers(FakeStore store, boolean ofTheFew) {
        Set<String> writers = new HashSet<>();
        store.told.forEach((key, told) -> {
            if (Set.of("Agent", "Policy").contains(key.getKind()) == ofTheFew) {
                told.forEach(each -> writers.add(each.writer()));
            }
        });
        return writers;
    }

    @Test
    void aGroupThatDoesNotExistIsRefusedWithTheList(PostgresUrl url, KafkaAddress kafka) {
        try (PeerNetwork network = new PeerNetwork("groups-unknown", url, kafka)) {
            Member wrong = network.controllers("wrong", "--controllers=agents,polices");
            wrong.launch(Map.of());
            assertThat(wrong.process().awaitEnd(SOON)).isEqualTo(1);
            assertThat(wrong.process().text())
                    .contains("there is no controller \"polices\"")
                    .contains("agents", "policies", "modelroutes", "knowledgesources");
        }
    }
}
