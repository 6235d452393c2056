package dev.joch.controllermanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.controllermanager.queue.WorkStore;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.kafka.KafkaAddress;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.servers.RealServers;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Two processes share the keys, whatever becomes of one of them. */
@ExtendWith(RealServers.class)
@Timeout(300)
final class TwoReplicasTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int AGENTS = 48;

    private int version;

    /** All agents are due. */
    private void change(PeerNetwork network) {
        network.store.put(
                Records.of(
                        "Tool",
                        "shared",
                        "{type: function, description: v%d, sideEffects: {level: read_only}}"
                                .formatted(++version)));
    }

    private static void agents(PeerNetwork network) {
        network.store.put(Records.of("FrameworkAdapter", "sdk", "{framework: sdk}"));
        for (int i = 0; i < AGENTS; i++) {
            network.store.put(
                    Records.of(
                            "Agent",
                            "a" + i,
                            "{framework: {adapterRef: {name: sdk}}, tools: [{name: shared}]}"));
        }
    }

    /** Changes one after the other until that is so; agents are under way all the time. */
    private void changeUntil(PeerNetwork network, String sentence, Set<String> replicas) {
        Await.until(
                sentence,
                SOON,
                () -> {
                    network.compiler.by.clear();
                    change(network);
                    Await.until("some are compiled", SOON, () -> network.compiler.by.size() > 20);
                    return replicas.equals(new HashSet<>(network.compiler.by.values()));
                });
    }

    /** Which replica has each shard, as the last round of compiles tells. */
    private static Map<Integer, Set<String>> owners(PeerNetwork network) {
        Map<Integer, Set<String>> owners = new HashMap<>();
        network.compiler.by.forEach((agent, replica) ->
                owners.computeIfAbsent(
                                WorkStore.shard(Records.key("Agent", agent)), _ -> new HashSet<>())
                        .add(replica));
        return owners;
    }

    @Test
    void keysAreSharedAndNeverUnderWayTwice(PostgresUrl url, KafkaAddress kafka) {
        try (PeerNetwork network = new PeerNetwork("two-replicas", url, kafka)) {
            Convergence convergence = new Convergence(network, url.jdbc());
            Member first = network.controllers("controller-manager-1");
            Member second = network.controllers("controller-manager-2");
            change(network);
            agents(network);
            first.start();
            convergence.await(SOON);
            assertThat(network.compiler.by.values()).containsOnly("controller-manager-1");

            // a second one comes while keys are under way
            network.compiler.pace = Duration.ofMillis(30);
            second.launch(Map.of());
            changeUntil(
                    network, "both work", Set.of("controller-manager-1", "controller-manager-2"));
            second.awaitReady();
            convergence.await(SOON);
            network.compiler.by.clear();
            change(network);
            convergence.await(SOON);
            Map<Integer, Set<String>> owners = owners(network);
            assertThat(owners.values()).as("one owner for a shard").allMatch(of -> of.size() == 1);
            assertThat(network.compiler.by).hasSize(AGENTS);

            // one stops answering with keys in its hands, and wakes up when they are others'
            change(network);
            Await.until("some are under way", SOON, () -> !network.compiler.by.isEmpty());
            first.process().pause();
            change(network);
            convergence.await(SOON);
            changeUntil(network, "the other has all", Set.of("controller-manager-2"));
            first.process().resume();
            changeUntil(
                    network,
                    "both work again",
                    Set.of("controller-manager-1", "controller-manager-2"));
            convergence.await(SOON);

            // one dies with keys in its hands
            change(network);
            second.kill();
            change(network);
            convergence.await(SOON);
            changeUntil(network, "the first has all", Set.of("controller-manager-1"));
            convergence.await(SOON);
            convergence.nothingTwice();
        }
    }
}
