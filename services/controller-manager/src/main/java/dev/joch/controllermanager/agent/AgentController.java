package dev.joch.controllermanager.agent;

import dev.joch.catalogue.trigger.TriggeredRun;
import dev.joch.common.v1.Diagnostic;
import dev.joch.compiler.v1.CompileRequest;
import dev.joch.compiler.v1.CompileResult;
import dev.joch.compiler.v1.CompileTarget;
import dev.joch.compiler.v1.CompilerServiceGrpc;
import dev.joch.compiler.v1.CompilerServiceGrpc.CompilerServiceBlockingStub;
import dev.joch.compiler.v1.Dependency;
import dev.joch.controllermanager.graph.Dependent;
import dev.joch.controllermanager.graph.Scope;
import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.Sight;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.AgentStatus;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.problem.PeerFailure;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** An agent: compiled, known to the policy engine, and described by a bill of materials. */
public final class AgentController implements KindController {

    /** Set by an operator; while it says true no run of the agent starts. */
    public static final String SUSPENDED = TriggeredRun.SUSPENDED;

    private static final String POLICY_UNRESOLVED = "POLICY_UNRESOLVED";

    private final CompilerServiceBlockingStub compiler;
    private final EngineDoor engine;
    private final BillRecords bills;

    public AgentController(Channel compiler, EngineDoor engine, BillRecords bills) {
        this.compiler = CompilerServiceGrpc.newBlockingStub(compiler);
        this.engine = engine;
        this.bills = bills;
    }

    @Override
    public String kind() {
        return "Agent";
    }

    /** The compiler looks everything up, and says what it looked up. */
    @Override
    public boolean looksUpReferences() {
        return false;
    }

    @Override
    public List<ResourceKey> beside(ResourceKey agent) {
        return List.of(BillRecords.conventional(agent));
    }

    @Override
    public Look look(Subject subject) throws SQLException {
        String handed = HandedAgent.digest(subject.resource());
        if (subject.remembered().scope().filter(scope -> scope.handed().equals(handed)).isEmpty()) {
            engine.distribute(subject.resource());
        }
        // the store said more than the compiler has to know: only what woke us counts, and the
        // agent itself
        long least = Math.max(subject.wokenBy(), Sight.revision(subject.resource()));
        CompileResult result = compile(subject.key(), least);
        Optional<ResourceKey> bill = bills.of(subject.resource(), billed(subject), subject.read());
        StatusDraft draft = judge(subject, result, bill);
        return Look.at(draft).depends(dependent(subject, result, least, handed));
    }

    private CompileResult compile(ResourceKey key, long least) {
        CompileRequest request =
                CompileRequest.newBuilder()
                        .addTargets(CompileTarget.newBuilder().setAgent(key).setMinRevision(least))
                        .build();
        try {
            CompileResult result = compiler.compile(request).getResults(0);
            if (result.getGeneration() == 0) {
                throw new ProblemException(new ServiceProblem.Unavailable("the compiler"));
            }
            return result;
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of("the compiler", e);
        }
    }

    private static boolean billed(Subject subject) {
        return !subject.spec(AgentSpec.class).getObservability().getAgbom().equals("disabled");
    }

    private static Dependent dependent(
            Subject subject, CompileResult result, long least, String handed) {
        Set<ResourceKey> targets = new HashSet<>();
        for (Dependency dependency : result.getDependenciesList()) {
            ResourceKey key = dependency.getKey();
            targets.add(
                    ResourceKeys.of(
                            subject.key().getTenant(),
                            key.getKind(),
                            key.getNamespace(),
                            key.getName()));
        }
        // what describes the agent is no part of it: only its end concerns the agent
        targets.remove(subject.key());
        return new Dependent(
                subject.key(),
                targets,
                least,
                new Scope(
                        subject.resource().getMetadata().getLabelsMap(),
                        result.getManifest().getDigest(),
                        handed));
    }

    static StatusDraft judge(Subject subject, CompileResult result, Optional<ResourceKey> bill) {
        StatusDraft draft = subject.draft();
        AgentStatus.Builder fields = draft.fields(AgentStatus.Builder.class);
        fields.setFramework(subject.spec(AgentSpec.class).getFramework().getAdapterRef().getName());
        if (bill.isPresent()) {
            fields.setAbomRef(Ref.newBuilder().setName(bill.get().getName()));
        } else {
            fields.clearAbomRef();
        }
        List<Diagnostic> errors =
                result.getDiagnosticsList().stream()
                        .filter(found -> found.getSeverity() == Diagnostic.Severity.SEVERITY_ERROR)
                        .toList();
        List<String> policies =
                result.getDiagnosticsList().stream()
                        .filter(found -> found.getReason().equals(POLICY_UNRESOLVED))
                        .map(AgentController::words)
                        .toList();
        boolean compiled = errors.isEmpty() && result.hasManifest();
        String why = ValidateReferences.words(errors.stream().map(AgentController::words).toList());
        String reason = errors.isEmpty() ? "NoManifest" : camel(errors.getFirst().getReason());
        draft.is("Compiled", compiled, compiled ? "Compiled" : reason, why);
        draft.is(
                "PoliciesResolved",
                policies.isEmpty(),
                policies.isEmpty() ? "Resolved" : "PolicyUnresolved",
                ValidateReferences.words(policies));
        if (!compiled) {
            return draft.phase("Failed").ready(false, reason, why);
        }
        if (!policies.isEmpty()) {
            return draft.phase("Pending")
                    .ready(false, "PolicyUnresolved", "see PoliciesResolved; no run starts");
        }
        if (TriggeredRun.suspended(subject.resource())) {
            return draft.phase("Suspended")
                    .ready(false, "Suspended", "remove the annotation " + SUSPENDED);
        }
        return draft.phase(fields.getActiveExecutions() > 0 ? "Running" : "Ready")
                .ready(true, "Compiled", "");
    }

    private static String words(Diagnostic found) {
        return found.getField().isEmpty()
                ? found.getMessage()
                : found.getField() + ": " + found.getMessage();
    }

    /** {@code REFERENCE_MISSING} as conditions write it. */
    static String camel(String reason) {
        StringBuilder word = new StringBuilder();
        for (String part : reason.toLowerCase(Locale.ROOT).split("_", -1)) {
            if (!part.isEmpty()) {
                word.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
            }
        }
        return word.isEmpty() ? "NotCompiled" : word.toString();
    }

    @Override
    public void gone(ResourceKey key, long revision) {
        engine.remove(key, revision);
    }
}
