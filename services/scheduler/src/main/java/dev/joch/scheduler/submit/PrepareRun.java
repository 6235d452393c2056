package dev.joch.scheduler.submit;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.catalogue.trigger.TriggeredRun;
import dev.joch.common.v1.Diagnostic;
import dev.joch.compiler.v1.CompileResult;
import dev.joch.compiler.v1.Manifest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.EnvironmentRuntime;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.run.Settlement;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.v1.Placement;
import dev.joch.scheduler.v1.Run;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;

import io.grpc.StatusRuntimeException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds out whether a run may start, and from what. Asks, and changes nothing. */
public final class PrepareRun {

    private static final String DISABLED = "disabled";
    private static final String NOT_COMPILED = "NotCompiled";

    private final Agents agents;
    private final Manifests manifests;
    private final Bills bills;
    private final TriggerHook hook;
    private final String defaultPool;

    /**
     * @param defaultPool of runs that name none
     */
    public PrepareRun(
            Agents agents, Manifests manifests, Bills bills, TriggerHook hook, String defaultPool) {
        this.agents = agents;
        this.manifests = manifests;
        this.bills = bills;
        this.hook = hook;
        this.defaultPool = defaultPool;
    }

    /** A peer that is away is something that is not there yet. */
    public Settlement prepare(StoredRun run, ExecutionInput input) {
        try {
            return settle(run, input);
        } catch (ProblemException | StatusRuntimeException e) {
            String message =
                    e instanceof ProblemException known
                            ? known.problem().message()
                            : String.valueOf(e.getMessage());
            return new Settlement.NotYet("PeerUnavailable", message, "PeerUnavailable");
        }
    }

    private Settlement settle(StoredRun stored, ExecutionInput input) {
        Run run = stored.run();
        String tenant = run.getExecution().getTenant();
        String namespace = run.getExecution().getNamespace();
        Agents.Wanted wanted = agents.wanted(run.getExecution(), run.getAgent());
        if (!isOf(run, wanted.execution())) {
            return new Settlement.Unwanted();
        }
        Optional<Resource> found = wanted.agent();
        if (found.isEmpty()) {
            return new Settlement.NotYet(
                    "AgentMissing",
                    "there is no agent " + run.getAgent() + "; apply it",
                    "AgentMissing");
        }
        Resource agent = found.get();
        if (TriggeredRun.suspended(agent)) {
            return new Settlement.Refused(
                    "AgentSuspended",
                    "agent "
                            + run.getAgent()
                            + " is suspended; remove its annotation "
                            + TriggeredRun.SUSPENDED
                            + " and run it again");
        }
        Compiled compiled = compiled(tenant, namespace, agent);
        if (compiled.refusal().isPresent()) {
            return compiled.refusal().get();
        }
        Manifest manifest = compiled.manifest();
        CompiledAgentManifestSpec spec = spec(manifest);
        String bill = "";
        long billGeneration = 0;
        if (!spec.getObservability().getAgbom().equals(DISABLED)) {
            OptionalLong generation =
                    bills.inForce(tenant, namespace, run.getAgent(), manifest.getDigest());
            if (generation.isEmpty()) {
                return new Settlement.NotYet(
                        "BillMissing",
                        "the bill of materials of this manifest is not written yet",
                        "BillMissing");
            }
            bill = run.getAgent() + "-agbom";
            billGeneration = generation.getAsLong();
        }
        Failpoint.SCHEDULER_HOOK_BEFORE.hit();
        EvaluateResponse answer = hook.ask(stored, input, manifest.getEnvironment());
        Failpoint.SCHEDULER_HOOK_AFTER.hit();
        return judged(answer, new Pins(agent, manifest, spec, bill, billGeneration), stored);
    }

    /** Whether its Execution is there. */
    boolean isWanted(Run run) {
        return isOf(run, agents.wanted(run.getExecution(), run.getAgent()).execution());
    }

    private static boolean isOf(Run run, Optional<Resource> execution) {
        return execution.filter(it -> it.getMetadata().getUid().equals(run.getUid())).isPresent();
    }

    private record Compiled(Manifest manifest, Optional<Settlement> refusal) {}

    private Compiled compiled(String tenant, String namespace, Resource agent) {
        String name = agent.getMetadata().getName();
        String environment = agent.getMetadata().getLabelsOrDefault("env", "");
        long generation = agent.getMetadata().getGeneration();
        Optional<Manifest> there =
                manifests.newest(tenant, namespace, name, generation, environment);
        if (there.isPresent() && PolicyCheck.unresolved(agent, there.get()).isEmpty()) {
            return new Compiled(there.get(), Optional.empty());
        }
        // either it has not been compiled yet, or the manifest speaks of an older state of the rest
        CompileResult result = manifests.compile(tenant, namespace, name, environment);
        Optional<Diagnostic> policy =
                result.getDiagnosticsList().stream()
                        .filter(each -> each.getReason().equals("POLICY_UNRESOLVED"))
                        .findFirst();
        if (result.hasManifest() && policy.isEmpty()) {
            return new Compiled(result.getManifest(), Optional.empty());
        }
        if (policy.isPresent() && result.hasManifest()) {
            return new Compiled(
                    result.getManifest(),
                    Optional.of(
                            new Settlement.Refused(
                                    "PolicyUnresolved",
                                    policy.get().getMessage()
                                            + "; apply it before you run "
                                            + name)));
        }
        return new Compiled(
                Manifest.getDefaultInstance(),
                Optional.of(
                        new Settlement.NotYet(
                                "ManifestMissing",
                                "agent " + name + " does not compile: " + errors(result),
                                NOT_COMPILED)));
    }

    private static String errors(CompileResult result) {
        List<String> errors =
                result.getDiagnosticsList().stream()
                        .filter(each -> each.getSeverity() == Diagnostic.Severity.SEVERITY_ERROR)
                        .map(Diagnostic::getMessage)
                        .toList();
        return errors.isEmpty()
                ? "joch describe agent tells why"
                : errors.getFirst()
                        + (errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "");
    }

    private static CompiledAgentManifestSpec spec(Manifest manifest) {
        try {
            return manifest.getResource().getSpec().unpack(CompiledAgentManifestSpec.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a manifest cannot be read", e);
        }
    }

    private record Pins(
            Resource agent,
            Manifest manifest,
            CompiledAgentManifestSpec spec,
            String bill,
            long billGeneration) {}

    private Settlement judged(EvaluateResponse answer, Pins pins, StoredRun run) {
        return switch (answer.getDecision()) {
            case DECISION_ALLOW -> ready(pins, run, Optional.empty());
            case DECISION_MODIFY -> modified(answer, pins, run);
            case DECISION_DENY ->
                    new Settlement.Refused("PolicyDenied", by(answer, "policy denies this run"));
            case DECISION_ASK ->
                    new Settlement.Refused(
                            "ApprovalRequired",
                            by(answer, "policy wants somebody to agree to this run first"));
            case DECISION_UNSPECIFIED, UNRECOGNIZED ->
                    new Settlement.NotYet(
                            "HookUnanswered",
                            "the trigger hook gave no decision",
                            "HookUnanswered");
        };
    }

    private Settlement modified(EvaluateResponse answer, Pins pins, StoredRun run) {
        try {
            return ready(pins, run, Optional.of(TriggerPayload.input(answer.getModifiedPayload())));
        } catch (IllegalArgumentException e) {
            // what policy wants to be changed must not be given unchanged
            return new Settlement.Refused(
                    "PolicyDenied",
                    by(answer, "policy changes the input into something that is none"));
        }
    }

    private static String by(EvaluateResponse answer, String otherwise) {
        String sentence = answer.getMessage().isEmpty() ? otherwise : answer.getMessage();
        return answer.getPolicy().isEmpty()
                ? sentence
                : sentence
                        + " ("
                        + answer.getPolicy()
                        + (answer.getRule().isEmpty() ? "" : ", rule " + answer.getRule())
                        + ")";
    }

    private Settlement ready(Pins pins, StoredRun run, Optional<ExecutionInput> input) {
        ResourceKey execution = run.run().getExecution();
        String environment = pins.manifest().getEnvironment();
        Placement placement =
                PlaceRun.complete(
                        run.run().getPlacement(),
                        agents.home(
                                execution.getTenant(),
                                execution.getNamespace(),
                                run.run().getAgent(),
                                environment),
                        agents.environment(execution.getTenant(), environment)
                                .map(EnvironmentSpec::getRuntime)
                                .orElse(EnvironmentRuntime.getDefaultInstance()),
                        defaultPool);
        return new Settlement.Ready(
                pins.agent().getMetadata().getGeneration(),
                pins.spec().getFramework().getAdapter(),
                pins.spec().getFramework().getFramework(),
                pins.manifest().getEnvironment(),
                placement,
                pins.manifest().getDigest(),
                pins.bill(),
                pins.billGeneration(),
                input);
    }
}
