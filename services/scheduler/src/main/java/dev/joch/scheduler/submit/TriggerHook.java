package dev.joch.scheduler.submit;

import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.scheduler.run.StoredRun;

/** Whoever is asked before a run may start. */
public interface TriggerHook {

    EvaluateResponse ask(StoredRun run, ExecutionInput input, String environment);
}
