package dev.joch.controllermanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.event.v1.AgentName;
import dev.joch.event.v1.EventContext;
import dev.joch.event.v1.ExecutionSucceeded;
import dev.joch.events.Events;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ExecutionStatus;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.service.id.Ids;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Executions in the real module, before a scheduler that runs nothing. */
@ExtendWith(Postgres.class)
final class ExecutionFaceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ResourceKey RUN = Records.key("Execution", "e");

    private JochProcess process;
    private FakeStore store;
    private FakePeers.FakeScheduler scheduler;

    @BeforeEach
    void start(PostgresUrl url) {
        process =
                JochProcess.start(
                        List.of("controller-manager"),
                        List.of(),
                        Map.of("joch.database.url", url.jdbc()));
        store = process.bean(FakeStore.class);
        scheduler = process.bean(FakePeers.FakeScheduler.class);
        store.put(Records.of("Agent", "a", "{framework: {adapterRef: {name: sdk}}}"));
        store.put(
                Records.of(
                        "Execution",
                        "e",
                        "{agentRef: {name: a}, input: {content: [{kind: text, text: hi}]}}"));
        Await.until("it is submitted", PATIENCE, () -> status().getPhase().equals("Pending"));
    }

    @AfterEach
    void stop() {
        process.close();
    }

    private ExecutionStatus status() {
        return status(RUN);
    }

    private ExecutionStatus status(ResourceKey key) {
        Optional<Resource> stored = store.get(key).filter(Resource::hasStatus);
        try {
            return stored.isEmpty()
                    ? ExecutionStatus.getDefaultInstance()
                    : stored.get().getStatus().unpack(ExecutionStatus.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private void becomes(UnaryOperator<Run.Builder> change) {
        scheduler.runs.computeIfPresent(
                ResourceKeys.text(RUN), (key, run) -> change.apply(run.toBuilder()).build());
    }

    private void tell() {
        ExecutionSucceeded news =
                ExecutionSucceeded.newBuilder()
                        .setContext(
                                EventContext.newBuilder()
                                        .setTenant(RUN.getTenant())
                                        .setExecutionId(RUN.getName())
                                        .setAgent(
                                                AgentName.newBuilder()
                                                        .setNamespace(RUN.getNamespace())
                                                        .setName("a")))
                        .build();
        store.log.add(
                new Events("scheduler", new Ids(InstantSource.system()), InstantSource.system())
                        .of(news, RUN.getNamespace() + "/" + RUN.getName(), RUN.getTenant()));
    }

    @Test
    void whatNobodySubmittedIsSubmitted() {
        assertThat(scheduler.runs).containsKey(ResourceKeys.text(RUN));
    }

    @Test
    void whatTheSchedulerNeverTakesHasFailedAndSaysWhy() {
        String name = FakePeers.FakeScheduler.REFUSED;
        store.put(
                Records.of(
                        "Execution",
                        name,
                        "{agentRef: {name: a}, input: {content: [{kind: text, text: hi}]}}"));
        ResourceKey refused = Records.key("Execution", name);
        Await.until("it has failed", PATIENCE, () -> status(refused).getPhase().equals("Failed"));
        assertThat(status(refused).getReason()).isEqualTo("NotRunnable");
        assertThat(status(refused).getMessage()).contains("execution.spec.timeout");
        assertThat(status(refused).hasCompletedAt()).isTrue();
    }

    @Test
    void theStatusFollowsTheRunWhenItIsTold() {
        becomes(run -> run.setPhase(RunPhase.RUN_PHASE_SUCCEEDED).setAttempt(1).setWorker("w1"));
        tell();
        Await.until("it is said", PATIENCE, () -> status().getPhase().equals("Succeeded"));
        assertThat(status().getWorker()).isEqualTo("w1");
        assertThat(status().getObservedGeneration()).isEqualTo(1);
    }

    @Test
    void aDeletedRunIsForgottenOnceItHasEnded() {
        becomes(run -> run.setPhase(RunPhase.RUN_PHASE_RUNNING));
        store.delete(RUN);
        Await.until(
                "it is asked to end",
                PATIENCE,
                () -> scheduler.asked.contains(ResourceKeys.text(RUN)));
        assertThat(scheduler.runs).containsKey(ResourceKeys.text(RUN));
        becomes(run -> run.setPhase(RunPhase.RUN_PHASE_CANCELLED));
        Await.until("it is forgotten", PATIENCE, () -> scheduler.runs.isEmpty());
    }
}
