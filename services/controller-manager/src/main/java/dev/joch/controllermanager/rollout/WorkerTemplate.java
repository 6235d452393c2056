package dev.joch.controllermanager.rollout;

import dev.joch.catalogue.run.RunModes;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.DeploymentSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.runtime.Limits;
import dev.joch.runtime.Program;
import dev.joch.runtime.SpecText;
import dev.joch.runtime.WorkloadKind;
import dev.joch.runtime.WorkloadSpec;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the workers of a deployment are made of. The revision is a digest of it, so whatever changes
 * in it replaces the workers, and going back brings the same revision back. Pure.
 *
 * @param revision of the workers
 * @param agentVersion generation of the agent that they are for
 */
record WorkerTemplate(String revision, long agentVersion, WorkloadSpec spec) {

    /** The agent's generation to stay at, instead of its newest: how a rollout is undone. */
    static final String PIN = "joch.dev/agent-version";

    /** {@code true} holds a change where it is. */
    static final String PAUSED = "joch.dev/paused";

    static final String DEPLOYMENT = "joch.dev/deployment";
    static final String REVISION = "joch.dev/revision";
    static final String AGENT_VERSION = "joch.dev/agent-version";

    private static final int DEPLOYMENT_LETTERS = 12;
    private static final int REVISION_LETTERS = 10;

    static WorkerTemplate of(
            Resource deployment,
            DeploymentSpec spec,
            Resource agent,
            String runtime,
            RolloutSettings settings) {
        Map<String, String> annotations = deployment.getMetadata().getAnnotationsMap();
        long version = version(annotations, agent.getMetadata().getGeneration());
        String id = id(ResourceKeys.of(deployment));
        String image =
                spec.getRuntime().getWorkerImage().isEmpty()
                        ? settings.image()
                        : spec.getRuntime().getWorkerImage();
        WorkerStart start = settings.on(runtime);
        Map<String, String> environment = new TreeMap<>(start.environment());
        environment.put(
                "JOCH_WORKER_POOL",
                annotations.getOrDefault(RunModes.POOL_ANNOTATION, settings.pool()));
        environment.put("JOCH_WORKER_REGION", spec.getScheduling().getRegion());
        Map<String, String> labels = new TreeMap<>(spec.getScheduling().getNodeSelectorMap());
        labels.put("agent-version", Long.toString(version));
        labels.put("environment", spec.getEnvironmentRef().getName());
        WorkloadSpec draft =
                new WorkloadSpec(
                        name(id, "draft"),
                        new Program(image, start.command()),
                        environment,
                        Limits.NONE,
                        Map.of(DEPLOYMENT, id, AGENT_VERSION, Long.toString(version)));
        String revision =
                SpecText.digest(SpecText.write(WorkloadKind.POOL, draft) + labels + id)
                        .substring(0, REVISION_LETTERS);
        labels.put("deployment", hash(id));
        labels.put("revision", revision);
        environment.put("JOCH_WORKER_LABELS", text(labels));
        Map<String, String> marks = new TreeMap<>(draft.labels());
        marks.put(REVISION, revision);
        return new WorkerTemplate(
                revision,
                version,
                new WorkloadSpec(
                        name(id, revision), draft.program(), environment, Limits.NONE, marks));
    }

    /** The deployment that a pool is of; tenants may use the same names. */
    static String id(ResourceKey deployment) {
        return deployment.getTenant() + "/" + ResourceKeys.text(deployment);
    }

    private static long version(Map<String, String> annotations, long newest) {
        String pin = annotations.getOrDefault(PIN, "");
        return pin.matches("[1-9][0-9]{0,17}") ? Long.parseLong(pin) : newest;
    }

    private static String name(String deployment, String revision) {
        return "d-" + hash(deployment) + "-" + revision;
    }

    private static String hash(String deployment) {
        return SpecText.digest(deployment).substring(0, DEPLOYMENT_LETTERS);
    }

    private static String text(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(","));
    }
}
