package dev.joch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Value;

import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.resource.v1alpha1.ExecutionPlacement;
import dev.joch.resource.v1alpha1.ExecutionTrigger;
import dev.joch.resource.v1alpha1.Part;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.scheduler.submit.TriggerPayload;
import dev.joch.scheduler.v1.ExplainRunRequest;
import dev.joch.scheduler.v1.ExplainRunResponse;
import dev.joch.scheduler.v1.LeasedRun;
import dev.joch.scheduler.v1.ListRunsRequest;
import dev.joch.scheduler.v1.ListRunsResponse;
import dev.joch.scheduler.v1.ListWorkersRequest;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.wait.Await;

import io.grpc.StatusRuntimeException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** How runs come in, what keeps them from it, and what is told of those that wait. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(Postgres.class)
final class SubmitFaceTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private SchedulerDesk desk;

    @BeforeEach
    void start(PostgresUrl url) {
        desk =
                new SchedulerDesk(
                        url.jdbc(),
                        Map.of(
                                "joch.scheduler.submit.again", "50ms",
                                "joch.scheduler.submit.patience", "2s",
                                "joch.scheduler.sweep.every", "50ms"));
    }

    @AfterEach
    void stop() {
        desk.close();
    }

    private static String state(Run run) {
        return run.getPhase().name().replace("RUN_PHASE_", "") + " " + run.getReason();
    }

    private Run ended(String name) {
        return Await.value(
                name + " ends",
                SOON,
                () -> {
                    Run run = desk.get(name);
                    return run.hasCompletedAt() ? run : null;
                });
    }

    @Test
    void policyIsAskedWithTheInputAndMayDeny() {
        desk.policy.denies("not on Fridays");
        Run run =
                desk.submit(
                        Runs.execution(
                                "ns",
                                "one",
                                spec ->
                                        spec.setTrigger(
                                                ExecutionTrigger.newBuilder().setType("webhook"))));
        assertThat(state(run)).isEqualTo("FAILED PolicyDenied");
        assertThat(run.getMessage()).isEqualTo("not on Fridays (no-runs, rule all)");
        EvaluateRequest asked = desk.policy.asked.getFirst();
        assertThat(asked.getHook()).isEqualTo("steps/agentTrigger");
        assertThat(asked.getAgent()).isEqualTo("triage");
        assertThat(asked.getEnvironment()).isEqualTo("prod");
        assertThat(asked.getFactsOrThrow("trigger.type").getStringValue()).isEqualTo("webhook");
        assertThat(TriggerPayload.input(asked.getPayload()).getContent(0).getText())
                .isEqualTo("hello one");
        assertThat(desk.told("one")).containsExactly("ExecutionCreated", "ExecutionFailed");
    }

    @Test
    void policyMayChangeTheInput() {
        ExecutionInput changed =
                ExecutionInput.newBuilder()
                        .addContent(Part.newBuilder().setKind("text").setText("[redacted]"))
                        .build();
        desk.policy.says =
                answer ->
                        answer.toBuilder()
                                .setDecision(Decision.DECISION_MODIFY)
                                .setModifiedPayload(TriggerPayload.of("manual", changed))
                                .build();
        desk.submit("one");
        assertThat(desk.leaseOne().getRun().getInputList()).isEqualTo(changed.getContentList());
    }

    @Test
    void aChangeThatCannotBeReadIsADenial() {
        desk.policy.says =
                answer ->
                        answer.toBuilder()
                                .setDecision(Decision.DECISION_MODIFY)
                                .setModifiedPayload(Value.newBuilder().setStringValue("x"))
                                .build();
        assertThat(state(desk.submit("one"))).isEqualTo("FAILED PolicyDenied");
    }

    @Test
    void anApprovalAtTheStartIsNotGivenByItself() {
        desk.policy.says = answer -> answer.toBuilder().setDecision(Decision.DECISION_ASK).build();
        assertThat(state(desk.submit("one"))).isEqualTo("FAILED ApprovalRequired");
    }

    @Test
    void aMissingPolicyFailsClosed() {
        desk.compiler.misses("triage", "no-secrets");
        Run run = desk.submit("one");
        assertThat(state(run)).isEqualTo("FAILED PolicyUnresolved");
        assertThat(run.getMessage()).contains("no-secrets");
        assertThat(desk.policy.asked).isEmpty();
        desk.compiler.mends("triage");
        assertThat(state(desk.submit("two"))).isEqualTo("PENDING Queued");
    }

    @Test
    void aPolicyThatTheAgentNamesAndTheManifestDoesNotFailsClosed() {
        desk.store.put(
                Runs.agent(
                        "ns",
                        "triage",
                        spec -> spec.addPolicies(Ref.newBuilder().setName("strict"))));
        // the manifest says nothing of it: the compiler has the last word, and compiles it
        assertThat(state(desk.submit("one"))).isEqualTo("PENDING Queued");
        assertThat(desk.compiler.compiled.get()).isEqualTo(1);
    }

    @Test
    void aManifestThatIsNotThereYetIsWaitedFor() {
        desk.compiler.breaks("triage", "Tool x does not exist");
        Run run = desk.submit("one");
        assertThat(state(run)).isEqualTo("PENDING ManifestMissing");
        assertThat(run.getMessage()).contains("Tool x does not exist");
        assertThat(explain("one").getObstaclesList()).containsExactly(run.getMessage());
        desk.compiler.mends("triage");
        Await.until(
                "the sweep settles it", SOON, () -> desk.get("one").getReason().equals("Queued"));
        assertThat(desk.leaseOne().getRun().getInput(0).getText()).isEqualTo("hello one");
        assertThat(desk.policy.asked).hasSize(1);
    }

    @Test
    void whatNeverCompilesHasFailed() {
        desk.compiler.breaks("triage", "Tool x does not exist");
        desk.submit("one");
        assertThat(state(ended("one"))).isEqualTo("FAILED NotCompiled");
    }

    @Test
    void anAgentThatIsNotThereIsWaitedForAndThenHasFailed() {
        desk.submit(
                Runs.execution(
                        "ns", "one", spec -> spec.setAgentRef(Ref.newBuilder().setName("nobody"))));
        assertThat(state(ended("one"))).isEqualTo("FAILED AgentMissing");
    }

    @Test
    void anEngineThatIsAwayIsWaitedFor() {
        desk.policy.away = true;
        assertThat(state(desk.submit("one"))).isEqualTo("PENDING PeerUnavailable");
        desk.policy.away = false;
        Await.until("it is asked", SOON, () -> desk.get("one").getReason().equals("Queued"));
    }

    @Test
    void twoWhoSubmitTheSameAskTheHookOnce() throws InterruptedException {
        desk.policy.hold = new CountDownLatch(1);
        ConcurrentLinkedQueue<Run> answers = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofVirtual().start(() -> answers.add(desk.submit("one"))));
        }
        Await.until("the others have answers", SOON, () -> answers.size() == 7);
        assertThat(answers).allSatisfy(run -> assertThat(state(run)).isEqualTo("PENDING Accepted"));
        desk.policy.hold.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(answers).hasSize(8);
        assertThat(desk.policy.asked).hasSize(1);
        assertThat(state(desk.get("one"))).isEqualTo("PENDING Queued");
    }

    @Test
    void whatWaitsCanBeExplained() {
        desk.store.put(
                Runs.agent(
                        "ns",
                        "triage",
                        spec -> {
                            spec.getBudgetsBuilder().setConcurrencyLimit(1);
                            return spec;
                        }));
        desk.submit("one");
        desk.submit("two");
        assertThat(explain("two").getObstaclesList())
                .containsExactly(
                        "no worker of pool default has been heard of",
                        "1 run is before it in its namespace");
        assertThat(explain("two").getAhead()).isEqualTo(1);
        LeasedRun first = desk.leaseOne();
        assertThat(desk.lease(Runs.worker("w1", 8), 1, 0)).isEmpty();
        assertThat(explain("two").getObstaclesList())
                .containsExactly("agent triage runs 1 of at most 1");
        assertThat(
                        desk.scheduler
                                .listWorkers(ListWorkersRequest.getDefaultInstance())
                                .getWorkers(0)
                                .getLeases())
                .isEqualTo(1);
        desk.start(first.getLease());
        desk.finish(first.getLease(), RunPhase.RUN_PHASE_SUCCEEDED);
        assertThat(desk.leaseOne().getRun().getExecution().getName()).isEqualTo("two");
    }

    @Test
    void whereItMustRunIsKept() {
        desk.submit(
                Runs.execution(
                        "ns",
                        "one",
                        spec ->
                                spec.setPlacement(
                                        ExecutionPlacement.newBuilder()
                                                .setPool("gpu")
                                                .putLabels("card", "big"))));
        assertThat(desk.lease(Runs.worker("w1", 8), 1, 0)).isEmpty();
        assertThat(desk.lease(Runs.worker("w2", 8).toBuilder().setPool("gpu").build(), 1, 0))
                .isEmpty();
        assertThat(explain("one").getObstaclesList())
                .containsExactly("no worker of pool gpu has label card=big");
        assertThat(
                        desk.lease(
                                Runs.worker("w3", 8).toBuilder()
                                        .setPool("gpu")
                                        .putLabels("card", "big")
                                        .build(),
                                1,
                                0))
                .hasSize(1);
    }

    @Test
    void whereTheAgentIsDeployedItsRunsGo() {
        desk.store.put(Runs.deployment("ns", "triage-prod", "triage", "prod", "support"));
        desk.store.put(Runs.deployment("ns", "triage-test", "triage", "test", "elsewhere"));
        Await.until(
                "the pool of the deployment counts",
                SOON,
                () ->
                        pool(desk.submit(Runs.execution("ns", "r" + System.nanoTime())))
                                .equals("support"));
        desk.store.delete(ResourceKeys.of(Runs.TENANT, "Deployment", "ns", "triage-prod"));
        Await.until(
                "it counts no more",
                SOON,
                () ->
                        pool(desk.submit(Runs.execution("ns", "r" + System.nanoTime())))
                                .equals("default"));
    }

    @Test
    void aSuspendedAgentRunsForNobody() {
        Resource.Builder agent = Runs.agent("ns", "triage", spec -> spec).toBuilder();
        agent.getMetadataBuilder().putAnnotations("joch.dev/suspended", "true");
        desk.store.put(agent.build());
        Run run = desk.submit("one");
        assertThat(state(run)).isEqualTo("FAILED AgentSuspended");
        assertThat(run.getMessage()).contains("joch.dev/suspended");
        agent.getMetadataBuilder().putAnnotations("joch.dev/suspended", "false");
        desk.store.put(agent.build());
        assertThat(desk.submit("two").getPhase()).isEqualTo(RunPhase.RUN_PHASE_PENDING);
    }

    private static String pool(Run run) {
        return run.getPlacement().getPool();
    }

    private ExplainRunResponse explain(String name) {
        return desk.scheduler.explainRun(
                ExplainRunRequest.newBuilder().setExecution(Runs.key("ns", name)).build());
    }

    @Test
    void listsHavePagesInTheOrderOfCreation() {
        for (int i = 0; i < 7; i++) {
            desk.submit("run-" + i);
        }
        desk.cancel("run-3", "");
        List<String> seen = new ArrayList<>();
        ListRunsRequest.Builder request =
                ListRunsRequest.newBuilder()
                        .setTenant(Runs.TENANT)
                        .addPhases(RunPhase.RUN_PHASE_PENDING)
                        .setPageSize(2);
        ListRunsResponse page;
        do {
            page = desk.scheduler.listRuns(request.build());
            page.getRunsList().forEach(run -> seen.add(run.getExecution().getName()));
            request.setPageToken(page.getNextPageToken());
        } while (!page.getNextPageToken().isEmpty());
        assertThat(seen).containsExactly("run-0", "run-1", "run-2", "run-4", "run-5", "run-6");
        Set<String> all = new HashSet<>();
        desk.scheduler
                .listRuns(ListRunsRequest.newBuilder().setTenant(Runs.TENANT).build())
                .getRunsList()
                .forEach(run -> all.add(run.getExecution().getName()));
        assertThat(all).hasSize(7);
        StatusRuntimeException refused =
                assertThrows(
                        StatusRuntimeException.class,
                        () ->
                                desk.scheduler.listRuns(
                                        ListRunsRequest.newBuilder()
                                                .setTenant(Runs.TENANT)
                                                .setPageToken("AAAA")
                                                .build()));
        assertThat(SchedulerDesk.reason(refused)).isEqualTo("INVALID_PAGE_TOKEN");
        assertThat(
                        desk.scheduler
                                .listRuns(ListRunsRequest.newBuilder().setTenant("other").build())
                                .getRunsList())
                .isEmpty();
    }
}
