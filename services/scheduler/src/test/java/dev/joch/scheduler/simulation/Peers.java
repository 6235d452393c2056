package dev.joch.scheduler.simulation;

import com.google.protobuf.Any;

import dev.joch.compiler.v1.CompileResult;
import dev.joch.compiler.v1.Manifest;
import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.submit.Agents;
import dev.joch.scheduler.submit.Bills;
import dev.joch.scheduler.submit.Home;
import dev.joch.scheduler.submit.Manifests;
import dev.joch.scheduler.submit.TriggerHook;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.util.Optional;
import java.util.OptionalLong;

/** All that the scheduler asks before a run may start: they take their time, or are away. */
record Peers(Replica replica) implements Agents, Manifests, Bills, TriggerHook {

    private void asked(String peer) {
        replica.lives(replica.weather().question());
        if (replica.weather().peerIsAway()) {
            throw new ProblemException(new ServiceProblem.Unavailable(peer));
        }
    }

    @Override
    public Wanted wanted(ResourceKey execution, String name) {
        asked("the store");
        Resource agent =
                Resource.newBuilder()
                        .setKind("Agent")
                        .setMetadata(
                                ObjectMeta.newBuilder()
                                        .setTenant(execution.getTenant())
                                        .setNamespace(execution.getNamespace())
                                        .setName(name)
                                        .setGeneration(3))
                        .setSpec(Any.pack(AgentSpec.getDefaultInstance()))
                        .build();
        return new Wanted(replica.stored(RunKey.of(execution)), Optional.of(agent));
    }

    @Override
    public Optional<EnvironmentSpec> environment(String tenant, String name) {
        return Optional.empty();
    }

    @Override
    public Optional<Home> home(String tenant, String namespace, String agent, String environment) {
        return Optional.empty();
    }

    @Override
    public Optional<Manifest> newest(
            String tenant, String namespace, String agent, long generation, String environment) {
        asked("the compiler");
        return replica.weather().peerIsAway() ? Optional.empty() : byDigest(tenant, "", agent, "");
    }

    @Override
    public Optional<Manifest> byDigest(
            String tenant, String namespace, String agent, String digest) {
        CompiledAgentManifestSpec spec =
                CompiledAgentManifestSpec.newBuilder()
                        .setFramework(
                                ManifestFramework.newBuilder()
                                        .setAdapter("custom-java")
                                        .setFramework("custom"))
                        .build();
        return Optional.of(
                Manifest.newBuilder()
                        .setResource(Resource.newBuilder().setSpec(Any.pack(spec)))
                        .setDigest("sha256:" + agent)
                        .setEnvironment("prod")
                        .build());
    }

    @Override
    public CompileResult compile(
            String tenant, String namespace, String agent, String environment) {
        asked("the compiler");
        return CompileResult.getDefaultInstance();
    }

    @Override
    public OptionalLong inForce(
            String tenant, String namespace, String agent, String manifestDigest) {
        asked("agbom");
        return replica.weather().peerIsAway() ? OptionalLong.empty() : OptionalLong.of(5);
    }

    @Override
    public EvaluateResponse ask(StoredRun run, ExecutionInput input, String environment) {
        asked("the policy engine");
        Decision decision =
                Errand.of(run.run()).denied() ? Decision.DECISION_DENY : Decision.DECISION_ALLOW;
        return EvaluateResponse.newBuilder().setDecision(decision).build();
    }
}
