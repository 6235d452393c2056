package dev.joch.controllermanager.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.catalogue.run.RunModes;
import dev.joch.controllermanager.Records;
import dev.joch.controllermanager.status.Looked;
import dev.joch.resource.v1alpha1.DeploymentStatus;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.runtime.Program;
import dev.joch.runtime.RuntimeProblem;
import dev.joch.runtime.WorkloadSpec;
import dev.joch.service.problem.ProblemException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A deployment from its first worker to its last one, on a runtime in memory. */
final class DeploymentControllerTest {

    private static final Resource PLACE =
            Records.of("Environment", "prod", "{runtime: {orchestrator: docker}}");

    private static final WorkerStart STARTED =
            new WorkerStart(List.of("joch-worker"), Map.of("JOCH_MESH_SPLIT", "true"));

    private final FakeRuntime runtime = new FakeRuntime();
    private final DeploymentController controller = controller(List.of(runtime));
    private Resource deployment = deployment("replicas: 3");
    private Resource agent = agent(14);

    private DeploymentController controller(List<FakeRuntime> runtimes) {
        return new DeploymentController(
                new Runtimes(List.copyOf(runtimes)),
                runtime,
                new RolloutSettings(
                        "",
                        "joch/worker",
                        "default",
                        Map.of("docker", STARTED),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(15)));
    }

    private static Resource agent(long generation) {
        Resource.Builder agent = Records.of("Agent", "a", "{}").toBuilder();
        agent.getMetadataBuilder().setGeneration(generation);
        return agent.build();
    }

    private static Resource deployment(String more) {
        return Records.of(
                "Deployment",
                "d",
                "{agentRef: {name: a}, environmentRef: {name: prod}, " + more + "}");
    }

    private Resource annotated(String key, String value) {
        Resource.Builder annotated = deployment.toBuilder();
        annotated.getMetadataBuilder().putAnnotations(key, value);
        return annotated.build();
    }

    /** Looks once; what is said stays in the record. */
    private Looked look() {
        Looked looked = Looked.at(controller, deployment, agent, PLACE);
        deployment = looked.onto(deployment);
        return looked;
    }

    /** Looks until it is stable, with every worker ready at once. */
    private Looked settle() {
        for (int look = 0; look < 50; look++) {
            Looked looked = look();
            runtime.hearAll();
            if (looked.phase().equals("Available")) {
                return looked;
            }
        }
        throw new AssertionError("not stable: " + runtime.pools);
    }

    private static DeploymentStatus status(Looked looked) {
        return looked.status(DeploymentStatus.class);
    }

    @Test
    void firstVersionComesUpAndIsAvailable() {
        Looked first = look();
        assertThat(first.phase()).isEqualTo("Progressing");
        assertThat(first.holds("Ready")).isEqualTo("False Progressing");
        assertThat(status(first).getRolloutStatus()).isEqualTo("progressing");
        assertThat(status(first).getReplicasReady()).isZero();
        assertThat(first.again()).isPresent();
        assertThat(runtime.workers()).isEqualTo(3);

        runtime.hearAll();
        Looked then = look();
        assertThat(then.phase()).isEqualTo("Available");
        assertThat(then.holds("Ready")).isEqualTo("True Stable");
        assertThat(status(then).getReplicasReady()).isEqualTo(3);
        assertThat(status(then).getRolloutStatus()).isEqualTo("stable");
        assertThat(status(then).getCurrentAgentVersion()).isEqualTo(14);
        assertThat(runtime.started).isEqualTo(3);
        look();
        assertThat(runtime.started).isEqualTo(3);
    }

    @Test
    void newVersionReplacesTheOldOneWithoutAGap() {
        settle();
        agent = agent(15);
        Looked begun = look();
        assertThat(status(begun).getRolloutStatus()).isEqualTo("progressing");
        assertThat(status(begun).getCurrentAgentVersion()).isEqualTo(14);
        assertThat(status(begun).getReplicasReady()).isEqualTo(3);
        assertThat(runtime.workers()).isEqualTo(4);
        look();
        assertThat(runtime.workers()).as("nothing goes before the new one is ready").isEqualTo(4);
        Looked done = settle();
        assertThat(status(done).getCurrentAgentVersion()).isEqualTo(15);
        assertThat(runtime.pools).hasSize(1);
        assertThat(runtime.workers()).isEqualTo(3);
    }

    @Test
    void pinUndoesARollout() {
        settle();
        String before = runtime.pools.keySet().iterator().next();
        agent = agent(15);
        settle();
        deployment = annotated(WorkerTemplate.PIN, "14");
        assertThat(status(look()).getRolloutStatus()).isEqualTo("rolling-back");
        Looked back = settle();
        assertThat(status(back).getCurrentAgentVersion()).isEqualTo(14);
        assertThat(runtime.pools).as("it is the same revision again").containsOnlyKeys(before);
    }

    @Test
    void pauseHoldsItInTheMiddleAndCanBeEnded() {
        settle();
        agent = agent(15);
        look();
        runtime.hearAll();
        deployment = annotated(WorkerTemplate.PAUSED, "true");
        Looked held = look();
        assertThat(held.holds("Ready")).isEqualTo("False Paused");
        assertThat(status(held).getRolloutStatus()).isEqualTo("blocked");
        assertThat(runtime.pools).hasSize(2);
        look();
        assertThat(runtime.workers()).isEqualTo(4);
        deployment = annotated(WorkerTemplate.PAUSED, "false");
        assertThat(status(settle()).getCurrentAgentVersion()).isEqualTo(15);
    }

    @Test
    void workerThatEndedIsReplacedAndSaidSo() {
        settle();
        runtime.endOne(runtime.pools.keySet().iterator().next());
        runtime.heard.replaceAll((revision, number) -> 2);
        int before = runtime.started;
        look();
        assertThat(runtime.started).isEqualTo(before + 1);
        assertThat(settle().phase()).isEqualTo("Available");
    }

    @Test
    void refusalAndAbsenceOfTheRuntimeAreSaid() {
        runtime.refusal = new RuntimeProblem.UnknownImage("docker", "joch/worker");
        Looked refused = look();
        assertThat(refused.phase()).isEqualTo("Failed");
        assertThat(refused.holds("Ready")).isEqualTo("False RuntimeRefused");
        assertThat(refused.message("Ready")).contains("has no image joch/worker");
        assertThat(status(refused).getRolloutStatus()).isEqualTo("blocked");
        runtime.refusal = null;
        settle();
        runtime.away = true;
        Looked away = look();
        assertThat(away.holds("Ready")).isEqualTo("False RuntimeAway");
        assertThat(away.phase()).as("what ran goes on").isEqualTo("Available");
        assertThat(away.again()).isPresent();
        runtime.away = false;
        assertThat(settle().holds("Ready")).isEqualTo("True Stable");
    }

    @Test
    void runtimeThatIsNotConfiguredIsSaid() {
        Looked none = Looked.at(controller(List.of()), deployment, agent, PLACE);
        assertThat(none.phase()).isEqualTo("Pending");
        assertThat(none.holds("Ready")).isEqualTo("False RuntimeNotConfigured");
        assertThat(none.message("Ready")).contains("runtime docker is not configured", "none");
        Resource other = deployment("replicas: 1, runtime: {adapter: nomad}");
        assertThat(Looked.at(controller, other, agent, PLACE).message("Ready"))
                .contains("runtime nomad is not configured (there are: docker)");
    }

    @Test
    void deploymentThatMovesLeavesNobodyBehindOnceItIsThere() {
        FakeRuntime before = new FakeRuntime("local");
        DeploymentController both = controller(List.of(before, runtime));
        Looked.at(both, deployment("replicas: 2, runtime: {adapter: local}"), agent, PLACE);
        assertThat(before.workers()).isEqualTo(2);

        Resource moved = deployment("replicas: 2");
        Looked.at(both, moved, agent, PLACE);
        assertThat(before.workers()).as("nothing goes before the new one is ready").isEqualTo(2);
        runtime.hearAll();
        before.away = true;
        assertThat(Looked.at(both, moved, agent, PLACE).holds("Ready")).isEqualTo("True Stable");
        before.away = false;
        Looked.at(both, moved, agent, PLACE);
        assertThat(before.pools).isEmpty();
        assertThat(runtime.workers()).isEqualTo(2);
    }

    @Test
    void shadowIsRefusedAndMissingReferencesAre() {
        Resource shadow = deployment("replicas: 1, rollout: {strategy: shadow}");
        assertThat(Looked.at(controller, shadow, agent, PLACE).holds("Ready"))
                .isEqualTo("False StrategyNotPossible");
        assertThat(Looked.at(controller, deployment, PLACE).holds("Ready"))
                .isEqualTo("False ReferenceMissing");
        assertThat(runtime.pools).isEmpty();
    }

    @Test
    void deletedDeploymentTakesItsWorkersWithItAndNobodyElses() {
        settle();
        runtime.createWorker(WorkloadSpec.of("other", Program.command("true")));
        runtime.away = true;
        assertThatThrownBy(() -> controller.gone(Records.key("Deployment", "d"), 9))
                .isInstanceOf(ProblemException.class);
        runtime.away = false;
        controller.gone(Records.key("Deployment", "d"), 9);
        assertThat(runtime.pools).containsOnlyKeys("other");
    }

    @Test
    void workersKnowWhereTheyBelong() {
        deployment =
                deployment(
                        "replicas: 1, scheduling: {region: eu, nodeSelector: {workload: agents}},"
                                + " runtime: {workerImage: 'registry.example/worker:1'}");
        deployment = annotated(RunModes.POOL_ANNOTATION, "support");
        settle();
        FakeRuntime.Pool pool = runtime.pools.values().iterator().next();
        assertThat(pool.spec().program())
                .isEqualTo(new Program("registry.example/worker:1", List.of("joch-worker")));
        assertThat(pool.spec().environment())
                .containsEntry("JOCH_WORKER_POOL", "support")
                .containsEntry("JOCH_WORKER_REGION", "eu")
                .containsEntry("JOCH_RUNTIME_ADAPTER", "docker")
                .containsEntry("JOCH_MESH_SPLIT", "true");
        assertThat(pool.spec().environment().get("JOCH_WORKER_LABELS"))
                .contains("workload=agents", "agent-version=14", "environment=prod", "revision=");
        assertThat(pool.spec().labels())
                .containsEntry(WorkerTemplate.DEPLOYMENT, "acme/Deployment/ns/d");
    }
}
