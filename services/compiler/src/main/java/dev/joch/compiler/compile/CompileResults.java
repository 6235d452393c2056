package dev.joch.compiler.compile;

import dev.joch.common.v1.Diagnostic;
import dev.joch.common.v1.Diagnostic.Severity;
import dev.joch.compiler.agent.Outcome;
import dev.joch.compiler.agent.Reason;
import dev.joch.compiler.store.AgentKey;
import dev.joch.compiler.store.Draft;
import dev.joch.compiler.v1.CompileResult;
import dev.joch.compiler.v1.Manifest;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;

/** Outcomes in the words of the contract. */
final class CompileResults {

    private CompileResults() {}

    static CompileResult missing(Target target) {
        return CompileResult.newBuilder()
                .setAgent(target.agent())
                .setEnvironment(target.environment())
                .addDiagnostics(
                        Diagnostic.newBuilder()
                                .setSeverity(Severity.SEVERITY_ERROR)
                                .setReason(Reason.AGENT_MISSING.name())
                                .setResource(ResourceKeys.text(target.agent()))
                                .setMessage(
                                        ResourceKeys.text(target.agent())
                                                + " does not exist, or is being deleted")
                                .setFix("apply it, or correct the name"))
                .build();
    }

    /** The outcome without its manifest. */
    static CompileResult.Builder of(Target target, Resource agent, Outcome outcome) {
        return CompileResult.newBuilder()
                .setAgent(target.agent())
                .setEnvironment(outcome.environment())
                .setGeneration(agent.getMetadata().getGeneration())
                .setResourceVersion(agent.getMetadata().getResourceVersion())
                .addAllDiagnostics(outcome.diagnostics())
                .addAllDependencies(outcome.dependencies());
    }

    static Draft draft(Target target, Resource agent, Outcome.Compiled outcome, long seen) {
        return new Draft(
                AgentKey.of(target.agent()),
                outcome.environment(),
                agent.getMetadata().getGeneration(),
                Long.parseLong(agent.getMetadata().getResourceVersion()),
                seen,
                Manifest.newBuilder()
                        .setResource(outcome.manifest())
                        .setDigest(outcome.digest())
                        .setEnvironment(outcome.environment())
                        .addAllDependencies(outcome.dependencies())
                        .build());
    }
}
