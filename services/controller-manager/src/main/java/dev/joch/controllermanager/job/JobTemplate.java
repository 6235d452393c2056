package dev.joch.controllermanager.job;

import dev.joch.catalogue.run.RunModes;
import dev.joch.controllermanager.rollout.RolloutSettings;
import dev.joch.controllermanager.rollout.WorkerStart;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.runtime.Limits;
import dev.joch.runtime.Program;
import dev.joch.runtime.SpecText;
import dev.joch.runtime.WorkloadSpec;
import dev.joch.scheduler.v1.Placement;
import dev.joch.scheduler.v1.Run;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the worker of one run is made of. Pure. */
final class JobTemplate {

    static final String EXECUTION = "joch.dev/execution";

    private static final int LETTERS = 24;

    private JobTemplate() {}

    static WorkloadSpec of(Run run, String runtime, RolloutSettings settings) {
        ResourceKey execution = run.getExecution();
        Placement placement = run.getPlacement();
        WorkerStart start = settings.on(runtime);
        Map<String, String> environment = new TreeMap<>(start.environment());
        environment.put(
                "JOCH_EXECUTION_ID",
                execution.getTenant() + "/" + execution.getNamespace() + "/" + execution.getName());
        environment.put("JOCH_WORKER_POOL", RunModes.JOBS);
        environment.put("JOCH_WORKER_REGION", placement.getRegion());
        environment.put(
                "JOCH_WORKER_LABELS",
                new TreeMap<>(placement.getLabelsMap())
                        .entrySet().stream()
                                .map(each -> each.getKey() + "=" + each.getValue())
                                .collect(Collectors.joining(",")));
        return new WorkloadSpec(
                name(run.getUid()),
                new Program(settings.image(), start.command()),
                environment,
                Limits.NONE,
                Map.of(EXECUTION, id(execution)));
    }

    /** Another run of the same name is another job. */
    static String name(String uid) {
        return "e-" + SpecText.digest(uid).substring(0, LETTERS);
    }

    static String id(ResourceKey execution) {
        return execution.getTenant() + "/" + ResourceKeys.text(execution);
    }
}
