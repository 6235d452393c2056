package dev.joch.controllermanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.controllermanager.graph.GraphStore;
import dev.joch.resource.v1alpha1.Condition;
import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.ExecutionStatus;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs that follow others and runs of schedules, in the real module. */
@ExtendWith(Postgres.class)
final class FollowersFaceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String FOLLOWS =
            "{framework: {adapterRef: {name: sdk}}, triggers: [{name: t, upstream: {agentRef: {name: first}%s}}]}";

    private JochProcess process;
    private FakeStore store;
    private FakeAdmission admission;

    @BeforeEach
    void start(PostgresUrl url) {
        process =
                JochProcess.start(
                        List.of("controller-manager"),
                        List.of(),
                        Map.of("joch.database.url", url.jdbc()));
        store = process.bean(FakeStore.class);
        admission = process.bean(FakeAdmission.class);
        store.put(Records.of("FrameworkAdapter", "sdk", "{framework: sdk, language: java}"));
        store.put(Records.of("Agent", "first", "{framework: {adapterRef: {name: sdk}}}"));
    }

    @AfterEach
    void stop() {
        process.close();
    }

    private void follows(String name, String more) {
        store.put(Records.of("Agent", name, FOLLOWS.formatted(more)));
        Await.until("it is known whom " + name + " follows", PATIENCE, () -> known(name));
    }

    private boolean known(String name) {
        try {
            return process.bean(GraphStore.class)
                    .dependents(Records.key("Agent", "first"), "Agent")
                    .contains(Records.key("Agent", name));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A run of the first agent that has ended as soon as the scheduler hears of it. */
    private void runs(String name) {
        store.put(
                Records.of(
                        "Execution",
                        name,
                        "{agentRef: {name: first}, trigger: {type: upstream, depth: %d}, input: {content: [{kind: text, text: hi}]}}"
                                .formatted(name.endsWith("deep") ? 16 : 2)));
    }

    private Optional<Condition> followers(String run) {
        return store.get(Records.key("Execution", run))
                .filter(Resource::hasStatus)
                .flatMap(stored -> {
                    try {
                        return stored
                                .getStatus()
                                .unpack(ExecutionStatus.class)
                                .getConditionsList()
                                .stream()
                                .filter(found -> found.getType().equals("FollowersStarted"))
                                .findFirst();
                    } catch (InvalidProtocolBufferException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private void becomes(String run, String reason) {
        Await.until(
                run + " is " + reason,
                PATIENCE,
                () -> followers(run).filter(found -> found.getReason().equals(reason)).isPresent());
    }

    private List<ExecutionSpec> of(String agent) {
        return store.all().stream()
                .filter(resource -> resource.getKind().equals("Execution"))
                .map(FollowersFaceTest::spec)
                .filter(spec -> spec.getAgentRef().getName().equals(agent))
                .toList();
    }

    private static ExecutionSpec spec(Resource run) {
        try {
            return run.getSpec().unpack(ExecutionSpec.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theEndOfARunStartsEachFollowerOnce() {
        follows("second", "");
        follows("failing", ", phases: [Failed]");
        runs("done-1");
        becomes("done-1", "Started");
        assertThat(of("second"))
                .singleElement()
                .satisfies(spec -> {
                    assertThat(spec.getTrigger().getType()).isEqualTo("upstream");
                    assertThat(spec.getTrigger().getSourceRef().getName()).isEqualTo("done-1");
                    assertThat(spec.getTrigger().getDepth()).isEqualTo(3);
                });
        assertThat(of("failing")).isEmpty();
        runs("done-2");
        becomes("done-2", "Started");
        assertThat(of("second")).hasSize(2);
        assertThat(store.refused).isEmpty();
    }

    @Test
    void aRunIsOverEvenWhileItsFollowersCannotStart() {
        follows("second", "");
        admission.away = true;
        runs("done-1");
        becomes("done-1", "Waiting");
        assertThat(of("second")).isEmpty();
        admission.away = false;
        becomes("done-1", "Started");
        assertThat(of("second")).hasSize(1);
    }

    @Test
    void whatIsRefusedIsSaid() {
        follows(FakeAdmission.FORBIDDEN, "");
        runs("done-1");
        becomes("done-1", "Refused");
        assertThat(followers("done-1").orElseThrow().getMessage())
                .isEqualTo("forbidden (t): spec.agentRef: not here");
    }

    @Test
    void aChainOfRunsEnds() {
        follows("second", "");
        runs("done-deep");
        becomes("done-deep", "Refused");
        assertThat(followers("done-deep").orElseThrow().getMessage())
                .isEqualTo("second (t): 16 runs have started one another already");
        assertThat(of("second")).isEmpty();
    }

    @Test
    void whatNobodyFollowsSaysNothingOfFollowers() {
        runs("done-alone");
        Await.until(
                "it is over",
                PATIENCE,
                () ->
                        store.get(Records.key("Execution", "done-alone"))
                                .filter(Resource::hasStatus)
                                .isPresent());
        assertThat(followers("done-alone")).isEmpty();
    }
}
