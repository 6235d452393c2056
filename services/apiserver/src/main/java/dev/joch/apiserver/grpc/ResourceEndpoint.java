package dev.joch.apiserver.grpc;

import com.google.protobuf.Message;

import dev.joch.api.v1.ApplyResourcesRequest;
import dev.joch.api.v1.ApplyResourcesResponse;
import dev.joch.api.v1.DeleteResourceRequest;
import dev.joch.api.v1.DeleteResourceResponse;
import dev.joch.api.v1.DiffResourcesRequest;
import dev.joch.api.v1.DiffResourcesResponse;
import dev.joch.api.v1.GetResourceRequest;
import dev.joch.api.v1.GetResourceResponse;
import dev.joch.api.v1.ListReferrersRequest;
import dev.joch.api.v1.ListReferrersResponse;
import dev.joch.api.v1.ListResourceHistoryRequest;
import dev.joch.api.v1.ListResourceHistoryResponse;
import dev.joch.api.v1.ListResourcesRequest;
import dev.joch.api.v1.ListResourcesResponse;
import dev.joch.api.v1.PatchResourceRequest;
import dev.joch.api.v1.PatchResourceResponse;
import dev.joch.api.v1.ResourceServiceGrpc.ResourceServiceImplBase;
import dev.joch.api.v1.UpdateResourceStatusRequest;
import dev.joch.api.v1.UpdateResourceStatusResponse;
import dev.joch.api.v1.ValidateResourcesRequest;
import dev.joch.api.v1.ValidateResourcesResponse;
import dev.joch.api.v1.WatchResourcesRequest;
import dev.joch.api.v1.WatchResourcesResponse;
import dev.joch.apiserver.resource.ResourceUseCases;
import dev.joch.common.v1.Caller;
import dev.joch.service.caller.Callers;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import java.util.function.BiFunction;

/** Resources: proto in, one call, proto out. */
public final class ResourceEndpoint extends ResourceServiceImplBase {

    private final ResourceUseCases cases;
    private final UnaryCall call = new UnaryCall();

    public ResourceEndpoint(ResourceUseCases cases) {
        this.cases = cases;
    }

    @Override
    public void applyResources(
            ApplyResourcesRequest request, StreamObserver<ApplyResourcesResponse> out) {
        answer(request, out, cases.apply()::run);
    }

    @Override
    public void validateResources(
            ValidateResourcesRequest request, StreamObserver<ValidateResourcesResponse> out) {
        answer(request, out, cases.validate()::run);
    }

    @Override
    public void diffResources(
            DiffResourcesRequest request, StreamObserver<DiffResourcesResponse> out) {
        answer(request, out, cases.diff()::run);
    }

    @Override
    public void getResource(GetResourceRequest request, StreamObserver<GetResourceResponse> out) {
        answer(request, out, cases.get()::run);
    }

    @Override
    public void listResources(
            ListResourcesRequest request, StreamObserver<ListResourcesResponse> out) {
        answer(request, out, cases.list()::run);
    }

    @Override
    public void patchResource(
            PatchResourceRequest request, StreamObserver<PatchResourceResponse> out) {
        answer(request, out, cases.patch()::run);
    }

    @Override
    public void deleteResource(
            DeleteResourceRequest request, StreamObserver<DeleteResourceResponse> out) {
        answer(request, out, cases.delete()::run);
    }

    @Override
    public void updateResourceStatus(
            UpdateResourceStatusRequest request, StreamObserver<UpdateResourceStatusResponse> out) {
        answer(request, out, cases.updateStatus()::run);
    }

    @Override
    public void listResourceHistory(
            ListResourceHistoryRequest request, StreamObserver<ListResourceHistoryResponse> out) {
        answer(request, out, cases.history()::run);
    }

    @Override
    public void listReferrers(
            ListReferrersRequest request, StreamObserver<ListReferrersResponse> out) {
        answer(request, out, cases.referrers()::run);
    }

    @Override
    public void watchResources(
            WatchResourcesRequest request, StreamObserver<WatchResourcesResponse> out) {
        call.check(request);
        AnswerStream<WatchResourcesResponse> stream =
                new AnswerStream<>((ServerCallStreamObserver<WatchResourcesResponse>) out);
        Caller caller = Callers.current();
        stream.run(sink -> cases.watch().run(caller, request, sink));
    }

    private <Q extends Message, A extends Message> void answer(
            Q request, StreamObserver<A> out, BiFunction<Caller, Q, A> useCase) {
        call.answer(request, out, useCase);
    }
}
