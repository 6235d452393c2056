package dev.joch.controllermanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.controllermanager.status.RecordReconciler;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.history.Depth;
import dev.joch.testkit.history.Seed;
import dev.joch.testkit.kafka.KafkaAddress;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.servers.RealServers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Whatever line the controllers die on, all is done afterwards and nothing shows twice. */
@ExtendWith(RealServers.class)
@Timeout(900)
final class KilledControllersTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int KILLED = 137;

    /** Changes that are there before anybody looks; one leaves with the second one after it. */
    private static final int BEFORE = 2;

    /** Every line of the queue, of a run and of the status, in the order in which they pass. */
    private static final List<Failpoint> EARLY =
            List.of(
                    Failpoint.CONTROLLER_RESYNC_BEFORE,
                    Failpoint.CONTROLLER_RESYNC_AFTER,
                    Failpoint.CONTROLLER_WAKE_BEFORE,
                    Failpoint.CONTROLLER_WAKE_AFTER,
                    Failpoint.CONTROLLER_CLAIM_BEFORE,
                    Failpoint.CONTROLLER_CLAIM_AFTER,
                    Failpoint.CONTROLLER_GRAPH_COMMIT_BEFORE,
                    Failpoint.CONTROLLER_GRAPH_COMMIT_AFTER,
                    Failpoint.CONTROLLER_BILL_BEFORE,
                    Failpoint.CONTROLLER_BILL_AFTER,
                    Failpoint.CONTROLLER_STATUS_BEFORE,
                    Failpoint.CONTROLLER_STATUS_AFTER,
                    Failpoint.CONTROLLER_FINALIZER_BEFORE,
                    Failpoint.CONTROLLER_FINALIZER_AFTER);

    /** Who follows a run that ended must be known before these, and is asked about after them. */
    private static final List<Failpoint> LATE =
            List.of(
                    Failpoint.CONTROLLER_TRIGGER_BEFORE,
                    Failpoint.CONTROLLER_TRIGGER_AFTER,
                    Failpoint.CONTROLLER_FINISH_BEFORE,
                    Failpoint.CONTROLLER_FINISH_AFTER);

    /** Those that a life passes once only. */
    private static final Set<Failpoint> ONCE =
            Set.of(
                    Failpoint.CONTROLLER_BILL_BEFORE,
                    Failpoint.CONTROLLER_BILL_AFTER,
                    Failpoint.CONTROLLER_TRIGGER_BEFORE,
                    Failpoint.CONTROLLER_TRIGGER_AFTER,
                    Failpoint.CONTROLLER_FINALIZER_BEFORE,
                    Failpoint.CONTROLLER_FINALIZER_AFTER);

    @Test
    void everythingIsDoneAndNothingTwice(PostgresUrl url, KafkaAddress kafka) {
        try (PeerNetwork network = new PeerNetwork("killed-controllers", url, kafka)) {
            Member controllers = network.controllers("controller-manager");
            network.store.put(Records.of("FrameworkAdapter", "sdk", "{framework: sdk}"));
            network.store.put(
                    Records.of("Agent", "lead", "{framework: {adapterRef: {name: sdk}}}"));
            network.store.put(
                    Records.of(
                            "Agent",
                            "tail",
                            "{framework: {adapterRef: {name: sdk}}, triggers: [{name: t, upstream: {agentRef: {name: lead}}}]}"));
            Set<String> left = new TreeSet<>();
            Seed seed = Seed.of(KilledControllersTest.class);
            List<Failpoint> early = Depth.ofThisRun().some(EARLY, seed);
            List<Failpoint> late = Depth.ofThisRun().some(LATE, seed);
            List<Failpoint> places = Stream.concat(early.stream(), late.stream()).toList();
            // an agent can leave in the first life already
            for (int life = 0; life < BEFORE; life++) {
                change(network.store, life, left);
            }
            for (int life = BEFORE; life < BEFORE + places.size(); life++) {
                Failpoint place = places.get(life - BEFORE);
                if (life == BEFORE + early.size()) {
                    comeToRest(network, controllers, url);
                }
                change(network.store, life, left);
                int hit = ONCE.contains(place) ? 1 : 2;
                controllers.launch(Map.of("JOCH_FAILPOINTS", place + "=halt@" + hit));
                assertThat(controllers.process().awaitEnd(SOON)).as(place.name()).isEqualTo(KILLED);
            }
            controllers.start();
            Convergence convergence = new Convergence(network, url.jdbc());
            convergence.await(SOON);
            convergence.nothingTwice();
            eachEndHadOneFollower(network.store, late, BEFORE + places.size());
            assertThat(network.engine.known).isEqualTo(known(network.store, left));
        }
    }

    /** Who died early may never have got to the agent that follows: nobody would be started. */
    private static void comeToRest(PeerNetwork network, Member controllers, PostgresUrl url) {
        controllers.start();
        new Convergence(network, url.jdbc()).await(SOON);
        controllers.kill();
    }

    /** Of the runs that ended after somebody knew who follows them, each started one. */
    private static void eachEndHadOneFollower(FakeStore store, List<Failpoint> late, int lives) {
        Set<String> sources = new TreeSet<>();
        for (Resource resource : store.all()) {
            if (resource.getKind().equals("Execution")
                    && resource.getMetadata().getName().startsWith("tail-")) {
                assertThat(store.created.get(ResourceKeys.of(resource))).hasValue(1);
                assertThat(sources.add(source(resource))).as("one for each end").isTrue();
            }
        }
        // the one whose follower's status was lost, and all that came later
        for (int life = lives - late.size(); life < lives; life++) {
            assertThat(sources).contains(FakePeers.FakeScheduler.DONE + life);
        }
        if (late.contains(Failpoint.CONTROLLER_TRIGGER_AFTER)) {
            assertThat(store.refused).as("those that were there already").isNotEmpty();
        }
    }

    private static String source(Resource run) {
        try {
            return run.getSpec().unpack(ExecutionSpec.class).getTrigger().getSourceRef().getName();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Something of everything: a new agent, one that goes, a tool that all share, a policy. */
    private static void change(FakeStore store, int life, Set<String> left) {
        store.put(
                Records.of(
                        "Tool",
                        "shared",
                        "{type: function, description: v%d, sideEffects: {level: read_only}}"
                                .formatted(life)));
        store.put(
                Records.of(
                        "Policy",
                        "p",
                        "{description: v%d, appliesTo: {agents: {selector: {matchLabels: {team: a}}}}}"
                                .formatted(life)));
        Resource.Builder agent =
                Records.of(
                        "Agent",
                        "a" + life,
                        "{framework: {adapterRef: {name: sdk}}, tools: [{name: shared}]}")
                        .toBuilder();
        agent.getMetadataBuilder().addFinalizers(RecordReconciler.FINALIZER);
        store.put(agent.build());
        store.put(
                Records.of(
                        "Execution",
                        FakePeers.FakeScheduler.DONE + life,
                        "{agentRef: {name: lead}, input: {content: [{kind: text, text: hi}]}}"));
        if (life >= BEFORE) {
            // it is half done at most
            store.leave(Records.key("Agent", "a" + (life - BEFORE)));
            left.add("a" + (life - BEFORE));
        }
    }

    private static Set<String> known(FakeStore store, Set<String> left) {
        Set<String> known = new TreeSet<>(Set.of("Policy/ns/p", "Tool/ns/shared"));
        for (Resource resource : store.all()) {
            if (resource.getKind().equals("Agent")) {
                assertThat(left).doesNotContain(resource.getMetadata().getName());
                known.add("Agent/ns/" + resource.getMetadata().getName());
            }
        }
        return known;
    }
}
