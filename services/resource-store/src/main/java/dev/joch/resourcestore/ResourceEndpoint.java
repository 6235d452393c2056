package dev.joch.resourcestore;

import dev.joch.common.v1.Caller;
import dev.joch.resourcestore.read.ReadResources;
import dev.joch.resourcestore.store.ResourceStore;
import dev.joch.resourcestore.v1.BatchGetRequest;
import dev.joch.resourcestore.v1.BatchGetResponse;
import dev.joch.resourcestore.v1.CompactRequest;
import dev.joch.resourcestore.v1.CompactResponse;
import dev.joch.resourcestore.v1.GetRequest;
import dev.joch.resourcestore.v1.GetResponse;
import dev.joch.resourcestore.v1.ListHistoryRequest;
import dev.joch.resourcestore.v1.ListHistoryResponse;
import dev.joch.resourcestore.v1.ListReferrersRequest;
import dev.joch.resourcestore.v1.ListReferrersResponse;
import dev.joch.resourcestore.v1.ListRequest;
import dev.joch.resourcestore.v1.ListResponse;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.resourcestore.v1.WatchRequest;
import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.resourcestore.v1.WriteResponse;
import dev.joch.resourcestore.watch.WatchResources;
import dev.joch.resourcestore.write.ApplyResources;
import dev.joch.service.caller.Callers;
import dev.joch.service.problem.ProblemException;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The face of the store: a message in, one call, a message out. */
public final class ResourceEndpoint extends ResourceStoreServiceGrpc.ResourceStoreServiceImplBase {

    /** For callers that set no deadline, as only this process can. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ApplyResources apply;
    private final ReadResources read;
    private final WatchResources watches;
    private final ResourceStore store;

    public ResourceEndpoint(
            ApplyResources apply, ReadResources read, WatchResources watches, ResourceStore store) {
        this.apply = apply;
        this.read = read;
        this.watches = watches;
        this.store = store;
    }

    @Override
    public void write(WriteRequest request, StreamObserver<WriteResponse> answer) {
        requireTenant(request.getTenant(), "tenant");
        reply(answer, apply.write(request, patience()));
    }

    @Override
    public void get(GetRequest request, StreamObserver<GetResponse> answer) {
        requireTenant(request.getKey().getTenant(), "key.tenant");
        reply(answer, read.get(request));
    }

    @Override
    public void batchGet(BatchGetRequest request, StreamObserver<BatchGetResponse> answer) {
        request.getKeysList().forEach(key -> requireTenant(key.getTenant(), "keys.tenant"));
        reply(answer, read.batchGet(request));
    }

    @Override
    public void list(ListRequest request, StreamObserver<ListResponse> answer) {
        requireTenant(request.getFilter().getTenant(), "filter.tenant");
        reply(answer, read.list(request));
    }

    @Override
    public void listHistory(
            ListHistoryRequest request, StreamObserver<ListHistoryResponse> answer) {
        requireTenant(request.getKey().getTenant(), "key.tenant");
        reply(answer, read.listHistory(request));
    }

    @Override
    public void listReferrers(
            ListReferrersRequest request, StreamObserver<ListReferrersResponse> answer) {
        requireTenant(request.getKey().getTenant(), "key.tenant");
        reply(answer, read.listReferrers(request));
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> answer) {
        requireTenant(request.getFilter().getTenant(), "filter.tenant");
        GrpcWatchSink sink = new GrpcWatchSink((ServerCallStreamObserver<WatchResponse>) answer);
        sink.onChange(watches.watch(request, sink));
    }

    @Override
    public void compact(CompactRequest request, StreamObserver<CompactResponse> answer) {
        requireService();
        RequestLimits.size(request.getRevision(), 1, Long.MAX_VALUE, "revision");
        ResourceStore.Compaction done = store.compact(request.getRevision());
        reply(
                answer,
                CompactResponse.newBuilder()
                        .setCompactedRevision(done.compacted())
                        .setDropped(done.dropped())
                        .build());
    }

    /**
     * Whoever acts for a person stays in that person's tenant. The edge has checked it before; a
     * mistake there ends here. Services act for themselves, and calls without a caller come from
     * this process only.
     */
    private static void requireTenant(String tenant, String field) {
        Caller caller = Callers.current();
        if (!caller.getMethod().equals("service")
                && !caller.getTenant().isEmpty()
                && !tenant.equals(caller.getTenant())) {
            throw new ProblemException(new ResourceStoreProblem.TenantMismatch(field));
        }
    }

    /** Compaction takes history from all tenants. */
    private static void requireService() {
        if (!Callers.current().getMethod().equals("service")) {
            throw new ProblemException(new ResourceStoreProblem.AllTenantsDenied());
        }
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
