package dev.joch.controllermanager;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.agbom.v1.AgBomServiceGrpc.AgBomServiceImplBase;
import dev.joch.agbom.v1.Bill;
import dev.joch.agbom.v1.GenerateBillRequest;
import dev.joch.agbom.v1.GenerateBillResponse;
import dev.joch.common.v1.Diagnostic;
import dev.joch.compiler.v1.CompileRequest;
import dev.joch.compiler.v1.CompileResponse;
import dev.joch.compiler.v1.CompileResult;
import dev.joch.compiler.v1.CompileTarget;
import dev.joch.compiler.v1.CompilerServiceGrpc.CompilerServiceImplBase;
import dev.joch.compiler.v1.Dependency;
import dev.joch.compiler.v1.Manifest;
import dev.joch.events.EventSource;
import dev.joch.policy.v1.DistributeRequest;
import dev.joch.policy.v1.DistributeResponse;
import dev.joch.policy.v1.Distributed;
import dev.joch.policy.v1.GetPolicyUseRequest;
import dev.joch.policy.v1.GetPolicyUseResponse;
import dev.joch.policy.v1.PolicyServiceGrpc.PolicyServiceImplBase;
import dev.joch.resource.field.Reference;
import dev.joch.resource.field.References;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.PolicySpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.v1.ForgetRunRequest;
import dev.joch.scheduler.v1.ForgetRunResponse;
import dev.joch.scheduler.v1.GetRunsRequest;
import dev.joch.scheduler.v1.GetRunsResponse;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.scheduler.v1.SchedulerServiceGrpc.SchedulerServiceImplBase;
import dev.joch.scheduler.v1.SubmitRunRequest;
import dev.joch.scheduler.v1.SubmitRunResponse;
import dev.joch.service.identity.CallingService;
import dev.joch.service.mesh.MeshEndpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.stub.StreamObserver;
import io.micronaut.context.annotation.Factory;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The peers of the controllers, in the process under test. */
@Factory
final class FakePeers {

    /** Compiles by looking up references; the manifest is the sum of what it found. */
    static final class FakeCompiler extends CompilerServiceImplBase {

        final Map<String, AtomicLong> compiles = new ConcurrentHashMap<>();

        /** Who compiled which agent last. */
        final Map<String, String> by = new ConcurrentHashMap<>();

        /** Agents that two had at once. */
        final List<String> overlaps = new CopyOnWriteArrayList<>();

        /** Answers nobody. */
        volatile boolean broken;

        /** How long a compile takes. */
        volatile Duration pace = Duration.ZERO;

        private final Set<String> underWay = ConcurrentHashMap.newKeySet();
        private final FakeStore store;

        FakeCompiler(FakeStore store) {
            this.store = store;
        }

        long compiles(String agent) {
            return compiles.computeIfAbsent(agent, _ -> new AtomicLong()).get();
        }

        @Override
        public void compile(CompileRequest request, StreamObserver<CompileResponse> answer) {
            if (broken) {
                throw new ProblemException(new ServiceProblem.Unavailable("the compiler"));
            }
            CompileResponse.Builder response = CompileResponse.newBuilder();
            for (CompileTarget target : request.getTargetsList()) {
                String name = target.getAgent().getName();
                String who = CallingService.current().orElse("");
                if (!underWay.add(name)) {
                    overlaps.add(name + " by " + who + " beside " + by.get(name));
                }
                by.put(name, who);
                LockSupport.parkNanos(pace.toNanos());
                compiles.computeIfAbsent(name, _ -> new AtomicLong()).incrementAndGet();
                store.get(target.getAgent())
                        .ifPresentOrElse(
                                agent -> response.addResults(one(agent)),
                                () -> response.addResults(CompileResult.getDefaultInstance()));
                underWay.remove(name);
            }
            answer.onNext(response.build());
            answer.onCompleted();
        }

        CompileResult one(Resource agent) {
            CompileResult.Builder result =
                    CompileResult.newBuilder()
                            .setAgent(ResourceKeys.of(agent))
                            .setGeneration(agent.getMetadata().getGeneration());
            StringBuilder digest = new StringBuilder("sha256:");
            for (Reference reference : References.of(agent)) {
                Optional<Resource> found = Optional.empty();
                for (ResourceKey key :
                        ResourceKeys.candidates(
                                agent.getMetadata().getTenant(),
                                agent.getMetadata().getNamespace(),
                                reference)) {
                    result.addDependencies(Dependency.newBuilder().setKey(key));
                    found = found.or(() -> store.get(key));
                }
                if (found.isEmpty()) {
                    boolean policy = reference.kind().equals("Policy");
                    result.addDiagnostics(
                            Diagnostic.newBuilder()
                                    .setSeverity(
                                            policy
                                                    ? Diagnostic.Severity.SEVERITY_WARNING
                                                    : Diagnostic.Severity.SEVERITY_ERROR)
                                    .setReason(policy ? "POLICY_UNRESOLVED" : "REFERENCE_MISSING")
                                    .setField(reference.path())
                                    .setMessage(reference.name() + " does not exist"));
                } else {
                    digest.append(found.get().getMetadata().getUid())
                            .append(found.get().getMetadata().getGeneration());
                }
            }
            if (result.getDiagnosticsList().stream()
                    .noneMatch(
                            found -> found.getSeverity() == Diagnostic.Severity.SEVERITY_ERROR)) {
                result.setManifest(
                        Manifest.newBuilder()
                                .setDigest(
                                        digest.append(agent.getMetadata().getGeneration())
                                                .toString()));
            }
            return result.build();
        }
    }

    /** Remembers what it was handed. */
    static final class FakeEngine extends PolicyServiceImplBase {

        final Set<String> known = ConcurrentHashMap.newKeySet();

        /** How often each was handed over. */
        final Map<String, AtomicLong> handed = new ConcurrentHashMap<>();

        @Override
        public void distribute(
                DistributeRequest request, StreamObserver<DistributeResponse> answer) {
            DistributeResponse.Builder response = DistributeResponse.newBuilder();
            for (Resource resource : request.getResourcesList()) {
                String key = ResourceKeys.text(ResourceKeys.of(resource));
                known.add(key);
                handed.computeIfAbsent(key, _ -> new AtomicLong()).incrementAndGet();
                response.addDistributed(distributed(resource));
            }
            request.getRemovedList()
                    .forEach(removed -> known.remove(ResourceKeys.text(removed.getKey())));
            answer.onNext(response.build());
            answer.onCompleted();
        }

        private static Distributed distributed(Resource resource) {
            Distributed.Builder distributed =
                    Distributed.newBuilder().setCompiledDigest("sha256:c");
            try {
                if (resource.getKind().equals("Policy")
                        && resource.getSpec()
                                .unpack(PolicySpec.class)
                                .getDescription()
                                .equals("broken")) {
                    distributed.addDiagnostics(
                            Diagnostic.newBuilder()
                                    .setSeverity(Diagnostic.Severity.SEVERITY_ERROR)
                                    .setField("spec.rules[0].expression")
                                    .setMessage("does not compile"));
                }
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(e);
            }
            return distributed.build();
        }

        @Override
        public void getPolicyUse(
                GetPolicyUseRequest request, StreamObserver<GetPolicyUseResponse> answer) {
            answer.onNext(GetPolicyUseResponse.newBuilder().setEvaluations(7).build());
            answer.onCompleted();
        }
    }

    /** Counts bills. */
    static final class FakeBills extends AgBomServiceImplBase {

        final Map<String, AtomicLong> bills = new ConcurrentHashMap<>();

        long bills(String agent) {
            return bills.computeIfAbsent(agent, _ -> new AtomicLong()).get();
        }

        @Override
        public void generateBill(
                GenerateBillRequest request, StreamObserver<GenerateBillResponse> answer) {
            long generation =
                    bills.computeIfAbsent(request.getAgent().getName(), _ -> new AtomicLong())
                            .incrementAndGet();
            Bill.Builder bill = Bill.newBuilder().setGeneration(generation);
            bill.getGeneratedAtBuilder().setSeconds(1_800_000_000L + generation);
            answer.onNext(GenerateBillResponse.newBuilder().setBill(bill).build());
            answer.onCompleted();
        }
    }

    /** Takes runs in and starts none. */
    static final class FakeScheduler extends SchedulerServiceImplBase {

        /** An execution that it never takes. */
        static final String REFUSED = "refused";

        /** Executions whose names begin so have ended as soon as they are taken in. */
        static final String DONE = "done-";

        final Map<String, Run> runs = new ConcurrentHashMap<>();

        /** Those whose end was asked for. */
        final Set<String> asked = ConcurrentHashMap.newKeySet();

        @Override
        public void submitRun(SubmitRunRequest request, StreamObserver<SubmitRunResponse> answer) {
            Resource execution = request.getExecution();
            if (execution.getMetadata().getName().equals(REFUSED)) {
                throw new ProblemException(
                        new ServiceProblem.InvalidRequest("execution.spec.timeout", "too long"));
            }
            Run run =
                    runs.computeIfAbsent(
                            ResourceKeys.text(ResourceKeys.of(execution)),
                            _ ->
                                    Run.newBuilder()
                                            .setUid(execution.getMetadata().getUid())
                                            .setPhase(
                                                    execution
                                                                    .getMetadata()
                                                                    .getName()
                                                                    .startsWith(DONE)
                                                            ? RunPhase.RUN_PHASE_SUCCEEDED
                                                            : RunPhase.RUN_PHASE_PENDING)
                                            .build());
            answer.onNext(SubmitRunResponse.newBuilder().setRun(run).build());
            answer.onCompleted();
        }

        @Override
        public void getRuns(GetRunsRequest request, StreamObserver<GetRunsResponse> answer) {
            GetRunsResponse.Builder found = GetRunsResponse.newBuilder();
            request.getExecutionsList().stream()
                    .map(key -> runs.get(ResourceKeys.text(key)))
                    .filter(Objects::nonNull)
                    .forEach(found::addRuns);
            answer.onNext(found.build());
            answer.onCompleted();
        }

        @Override
        public void forgetRun(ForgetRunRequest request, StreamObserver<ForgetRunResponse> answer) {
            Run run = runs.get(ResourceKeys.text(request.getExecution()));
            asked.add(ResourceKeys.text(request.getExecution()));
            boolean goesOn = run != null && run.getPhase() == RunPhase.RUN_PHASE_RUNNING;
            if (!goesOn) {
                runs.remove(ResourceKeys.text(request.getExecution()));
            }
            answer.onNext(ForgetRunResponse.newBuilder().setForgotten(!goesOn).build());
            answer.onCompleted();
        }
    }

    @Singleton
    FakeScheduler scheduler() {
        return new FakeScheduler();
    }

    @Singleton
    MeshEndpoint schedulerEndpoint(FakeScheduler scheduler) {
        return new MeshEndpoint("scheduler", scheduler);
    }

    @Singleton
    FakeAdmission admission() {
        return new FakeAdmission();
    }

    @Singleton
    MeshEndpoint admissionEndpoint(FakeAdmission admission) {
        return new MeshEndpoint("admission", admission);
    }

    @Singleton
    FakeStore store() {
        return new FakeStore();
    }

    @Singleton
    FakeCompiler compiler(FakeStore store) {
        return new FakeCompiler(store);
    }

    @Singleton
    FakeEngine engine() {
        return new FakeEngine();
    }

    @Singleton
    FakeBills bills() {
        return new FakeBills();
    }

    @Singleton
    EventSource log(FakeStore store) {
        return new EventSource("resource-store", store.log);
    }

    @Singleton
    MeshEndpoint storeEndpoint(FakeStore store) {
        return new MeshEndpoint("resource-store", store);
    }

    @Singleton
    MeshEndpoint compilerEndpoint(FakeCompiler compiler) {
        return new MeshEndpoint("compiler", compiler);
    }

    @Singleton
    MeshEndpoint engineEndpoint(FakeEngine engine) {
        return new MeshEndpoint("policy-engine", engine);
    }

    @Singleton
    MeshEndpoint billsEndpoint(FakeBills bills) {
        return new MeshEndpoint("agbom", bills);
    }
}
