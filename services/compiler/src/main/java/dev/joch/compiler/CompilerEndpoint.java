package dev.joch.compiler;

import dev.joch.common.v1.Caller;
import dev.joch.compiler.service.CompileTargets;
import dev.joch.compiler.service.ReadManifests;
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
import dev.joch.service.caller.Callers;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.stub.StreamObserver;

/** Proto in, one call, proto out. */
final class CompilerEndpoint extends CompilerServiceImplBase {

    private static final int MOST_TARGETS = 100;

    private final CompileTargets compile;
    private final ReadManifests read;

    CompilerEndpoint(CompileTargets compile, ReadManifests read) {
        this.compile = compile;
        this.read = read;
    }

    @Override
    public void compile(CompileRequest request, StreamObserver<CompileResponse> answer) {
        if (request.getTargetsCount() == 0 || request.getTargetsCount() > MOST_TARGETS) {
            throw invalid("targets", "1 to " + MOST_TARGETS + " agents are compiled at once");
        }
        for (CompileTarget target : request.getTargetsList()) {
            tenant(target.getAgent().getTenant(), "targets.agent.tenant");
            if (!target.getAgent().getKind().equals("Agent")) {
                throw invalid("targets.agent.kind", "only an Agent can be compiled");
            }
        }
        reply(
                answer,
                CompileResponse.newBuilder()
                        .addAllResults(compile.compile(request.getTargetsList()))
                        .build());
    }

    @Override
    public void getManifest(
            GetManifestRequest request, StreamObserver<GetManifestResponse> answer) {
        tenant(request.getTenant(), "tenant");
        reply(answer, GetManifestResponse.newBuilder().setManifest(read.get(request)).build());
    }

    @Override
    public void listManifests(
            ListManifestsRequest request, StreamObserver<ListManifestsResponse> answer) {
        tenant(request.getTenant(), "tenant");
        reply(answer, read.list(request));
    }

    @Override
    public void listManifestHistory(
            ListManifestHistoryRequest request,
            StreamObserver<ListManifestHistoryResponse> answer) {
        tenant(request.getTenant(), "tenant");
        reply(answer, read.history(request));
    }

    /** Whoever acts for a person stays in that person's tenant. */
    private static void tenant(String tenant, String field) {
        Caller caller = Callers.current();
        if (tenant.isEmpty()) {
            throw invalid(field, "a question is about one tenant");
        }
        if (!caller.getMethod().equals("service")
                && !caller.getTenant().isEmpty()
                && !tenant.equals(caller.getTenant())) {
            throw invalid(field, "is not the tenant of the caller");
        }
    }

    private static ProblemException invalid(String field, String rule) {
        return new ProblemException(new ServiceProblem.InvalidRequest(field, rule));
    }

    private static <T> void reply(StreamObserver<T> answer, T message) {
        answer.onNext(message);
        answer.onCompleted();
    }
}
