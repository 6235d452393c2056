package dev.joch.server.split;

import com.google.rpc.ErrorInfo;

import dev.joch.api.v1.ApplyResourcesRequest;
import dev.joch.api.v1.AuditRecord;
import dev.joch.api.v1.AuditServiceGrpc;
import dev.joch.api.v1.DeleteResourceRequest;
import dev.joch.api.v1.GetResourceRequest;
import dev.joch.api.v1.ListAuditRecordsRequest;
import dev.joch.api.v1.ListAuditRecordsResponse;
import dev.joch.api.v1.ListResourceHistoryRequest;
import dev.joch.api.v1.ListResourceHistoryResponse;
import dev.joch.api.v1.ListResourcesRequest;
import dev.joch.api.v1.ListResourcesResponse;
import dev.joch.api.v1.ResourceServiceGrpc;
import dev.joch.api.v1.ResourceServiceGrpc.ResourceServiceBlockingStub;
import dev.joch.api.v1.ResourceVersion;
import dev.joch.api.v1.VerifyAuditLogRequest;
import dev.joch.api.v1.VerifyAuditLogResponse;
import dev.joch.api.v1.WatchResourcesRequest;
import dev.joch.api.v1.WatchResourcesResponse;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.testkit.history.Sighting;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;

import java.net.ConnectException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** gRPC by the generated stubs; the channel reconnects by itself. */
final class GrpcApi implements Api, ChangeLog {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> REQUEST_ID =
            Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);
    private static final int PATIENCE_SECONDS = 10;

    private final ManagedChannel connection;
    private final Channel channel;

    GrpcApi(int port, String token) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        this.connection =
                NettyChannelBuilder.forAddress("127.0.0.1", port)
                        .usePlaintext()
                        .maxInboundMessageSize(32 << 20)
                        .keepAliveTime(10, TimeUnit.SECONDS)
                        .keepAliveTimeout(5, TimeUnit.SECONDS)
                        .build();
        this.channel =
                ClientInterceptors.intercept(
                        connection, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private ResourceServiceBlockingStub stub() {
        return ResourceServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private ResourceServiceBlockingStub stub(Call call) {
        Metadata headers = new Metadata();
        headers.put(REQUEST_ID, call.requestId());
        return stub().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    @Override
    public Map<String, String> apply(List<Doc> docs, Call call) {
        ApplyResourcesRequest request =
                ApplyResourcesRequest.newBuilder()
                        .addAllResources(docs.stream().map(Doc::resource).toList())
                        .setRequestId(call.idempotencyKey())
                        .build();
        try {
            Map<String, String> versions = new LinkedHashMap<>();
            stub(call).applyResources(request).getResultsList().stream()
                    .map(result -> Stored.of(result.getResource()))
                    .forEach(stored -> versions.put(stored.key(), stored.version()));
            return versions;
        } catch (StatusRuntimeException e) {
            throw failed(e);
        }
    }

    @Override
    public Optional<Stored> read(String key) {
        GetResourceRequest request =
                GetResourceRequest.newBuilder()
                        .setNamespace(Doc.namespace(key))
                        .setKind(Doc.KIND)
                        .setName(Doc.name(key))
                        .build();
        try {
            return Optional.of(Stored.of(stub().getResource(request).getResource()));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw failed(e);
        }
    }

    @Override
    public void delete(String key, Call call) {
        DeleteResourceRequest request =
                DeleteResourceRequest.newBuilder()
                        .setNamespace(Doc.namespace(key))
                        .setKind(Doc.KIND)
                        .setName(Doc.name(key))
                        .build();
        try {
            stub(call).deleteResource(request);
        } catch (StatusRuntimeException e) {
            throw failed(e);
        }
    }

    @Override
    public Listed list(String namespace) {
        List<Stored> all = new ArrayList<>();
        ListResourcesRequest.Builder request =
                ListResourcesRequest.newBuilder()
                        .setNamespace(namespace)
                        .setKind(Doc.KIND)
                        .setPageSize(500);
        while (true) {
            ListResourcesResponse page = listed(request.build());
            page.getResourcesList().forEach(resource -> all.add(Stored.of(resource)));
            if (page.getNextPageToken().isEmpty()) {
                return new Listed(all, page.getRevision());
            }
            request.setPageToken(page.getNextPageToken());
        }
    }

    private ListResourcesResponse listed(ListResourcesRequest request) {
        try {
            return stub().listResources(request);
        } catch (StatusRuntimeException e) {
            throw failed(e);
        }
    }

    @Override
    public void watch(String namespace, long from, Viewer watcher) {
        WatchResourcesRequest request =
                WatchResourcesRequest.newBuilder()
                        .setNamespace(namespace)
                        .setKind(Doc.KIND)
                        .setResourceVersion(Long.toString(from))
                        .build();
        Context.CancellableContext stream = Context.current().withCancellation();
        try {
            stream.run(() -> follow(request, watcher));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.OUT_OF_RANGE) {
                watcher.takes(new Sighting("", Sighting.Type.EXPIRED, from, "", ""));
            }
        } finally {
            stream.cancel(null);
        }
    }

    private void follow(WatchResourcesRequest request, Viewer watcher) {
        Iterator<WatchResourcesResponse> events =
                ResourceServiceGrpc.newBlockingStub(channel).watchResources(request);
        boolean more = true;
        while (more && events.hasNext()) {
            more = watcher.takes(sighting(events.next()));
        }
    }

    private static Sighting sighting(WatchResourcesResponse event) {
        Sighting.Type type = Sighting.Type.valueOf(event.getType());
        long revision = Long.parseLong(event.getResourceVersion());
        if (!type.isChange()) {
            return new Sighting("", type, revision, "", "");
        }
        Stored stored = Stored.of(event.getObject());
        return new Sighting("", type, revision, stored.key(), stored.value());
    }

    @Override
    public List<Sighting> changes(String key) {
        List<Sighting> changes = new ArrayList<>();
        ListResourceHistoryRequest.Builder request =
                ListResourceHistoryRequest.newBuilder()
                        .setNamespace(Doc.namespace(key))
                        .setKind(Doc.KIND)
                        .setName(Doc.name(key))
                        .setPageSize(1000);
        try {
            while (true) {
                ListResourceHistoryResponse page = stub().listResourceHistory(request.build());
                for (ResourceVersion version : page.getVersionsList()) {
                    changes.add(
                            new Sighting(
                                    "log",
                                    Sighting.Type.valueOf(version.getType()),
                                    version.getRevision(),
                                    key,
                                    Stored.of(version.getResource()).value()));
                }
                if (page.getNextPageToken().isEmpty()) {
                    return changes.reversed();
                }
                request.setPageToken(page.getNextPageToken());
            }
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return changes;
            }
            throw failed(e);
        }
    }

    VerifyAuditLogResponse verifyAudit() {
        return AuditServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .verifyAuditLog(VerifyAuditLogRequest.getDefaultInstance());
    }

    void auditRecords(String verb, Consumer<AuditRecord> reader) {
        ListAuditRecordsRequest.Builder request =
                ListAuditRecordsRequest.newBuilder().setVerb(verb).setPageSize(1000);
        while (true) {
            ListAuditRecordsResponse page =
                    AuditServiceGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .listAuditRecords(request.build());
            page.getRecordsList().forEach(reader);
            if (page.getNextPageToken().isEmpty()) {
                return;
            }
            request.setPageToken(page.getNextPageToken());
        }
    }

    /** Like {@link #told}, and the next call need not wait for the channel's patience. */
    private RuntimeException failed(StatusRuntimeException exception) {
        connection.resetConnectBackoff();
        return told(exception);
    }

    static RuntimeException told(StatusRuntimeException exception) {
        com.google.rpc.Status status = StatusProto.fromThrowable(exception);
        String reason =
                status == null
                        ? ""
                        : ProblemStatus.find(status, ErrorInfo.class)
                                .map(ErrorInfo::getReason)
                                .orElse("");
        return switch (exception.getStatus().getCode()) {
            case INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    ABORTED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    UNAUTHENTICATED,
                    PERMISSION_DENIED,
                    RESOURCE_EXHAUSTED ->
                    new Refused(reason, exception.getStatus().toString());
            case UNAVAILABLE ->
                    exception.getStatus().getCause() instanceof ConnectException
                            ? new Away()
                            : new Unknown(exception.getStatus().toString());
            default -> new Unknown(exception.getStatus().toString());
        };
    }

    @Override
    public void close() {
        connection.shutdownNow();
    }
}
