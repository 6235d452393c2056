package dev.joch.compiler;

import dev.joch.common.v1.Caller;
import dev.joch.compiler.compile.CompileStored;
import dev.joch.compiler.compile.Target;
import dev.joch.compiler.read.ReadManifests;
import dev.joch.compiler.v1.CompileRequest;
import dev.joch.compiler.v1.CompileResponse;
import dev.joch.compiler.v1.CompileTarget;
import dev.joch.compiler.v1.CompilerServiceGrpc.CompilerServiceImplBase;
import dev.joch.compiler.v1.GetManifestRequest;
import dev.joch.compiler.v1.GetManifestResponse;
import dev.joch.compiler.v1.ListManifestHistoryRequest;
import dev.joch.compiler.v1.ListManifestHistoryResponse;
import dev.joch.compiler.v1.ListManifestsRequest;
import dev.joch.compiler.v1.ListManifestsResponse;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.caller.Callers;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.StreamObserver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Proto in, one call, proto out. */
final class CompilerEndpoint extends CompilerServiceImplBase {

    private static final int MOST_TARGETS = 100;

    /** For callers that set no deadline, as only this process can. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CompileStored compile;
    private final ReadManifests read;

    CompilerEndpoint(CompileStored compile, ReadManifests read) {
        this.compile = compile;
        this.read = read;
    }

    @Override
    public void compile(CompileRequest request, StreamObserver<CompileResponse> answer) {
        int count = request.getTargetsCount();
        if (count == 0 || count > MOST_TARGETS) {
            throw invalid("targets", "name 1 to " + MOST_TARGETS + " agents");
        }
        List<Target> targets = new ArrayList<>(count);
        long minRevision = 0;
        for (CompileTarget target : request.getTargetsList()) {
            targets.add(new Target(agent(target.getAgent()), target.getEnvironment()));
            minRevision = Math.max(minRevision, target.getMinRevision());
        }
        reply(
                answer,
                CompileResponse.newBuilder()
                        .addAllResults(compile.compile(targets, minRevision, patience()))
                        .build());
    }

    private static ResourceKey agent(ResourceKey key) {
        requireTenant(key.getTenant(), "targets.agent.tenant");
        if (!key.getKind().equals("Agent")) {
            throw invalid("targets.agent.kind", "only an Agent is compiled");
        }
        if (key.getNamespace().isEmpty() || key.getName().isEmpty()) {
            throw invalid("targets.agent", "an agent has a namespace and a name");
        }
        return ResourceKeys.of(key.getTenant(), key.getKind(), key.getNamespace(), key.getName());
    }

    @Override
    public void getManifest(
            GetManifestRequest request, StreamObserver<GetManifestResponse> answer) {
        requireTenant(request.getTenant(), "tenant");
        reply(answer, read.get(request));
    }

    @Override
    public void listManifests(
            ListManifestsRequest request, StreamObserver<ListManifestsResponse> answer) {
        requireTenant(request.getTenant(), "tenant");
        reply(answer, read.list(request));
    }

    @Override
    public void listManifestHistory(
            ListManifestHistoryRequest request,
            StreamObserver<ListManifestHistoryResponse> answer) {
        requireTenant(request.getTenant(), "tenant");
        reply(answer, read.history(request));
    }

    /** The edge has checked it before; a mistake there ends here. */
    private static void requireTenant(String tenant, String field) {
        if (tenant.isEmpty()) {
            throw invalid(field, "name one");
        }
        Caller caller = Callers.current();
        if (!caller.getMethod().equals("service")
                && !caller.getTenant().isEmpty()
                && !tenant.equals(caller.getTenant())) {
            throw new ProblemException(new CompilerProblem.TenantMismatch(field));
        }
    }

    private static ProblemException invalid(String field, String rule) {
        return new ProblemException(new ServiceProblem.InvalidRequest(field, rule));
    }

    private static Duration patience() {
        Deadline deadline = Context.current().getDeadline();
        return deadline == null
                ? PATIENCE
                : Duration.ofNanos(Math.max(1, deadline.timeRemaining(TimeUnit.NANOSECONDS)));
    }

    private static <T> void reply(StreamObserver<T> answer, T message) {
        answer.onNext(message);
        answer.onCompleted();
    }
}
