package dev.joch.server.split;

import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.Delete;
import dev.joch.resourcestore.v1.Filter;
import dev.joch.resourcestore.v1.GetRequest;
import dev.joch.resourcestore.v1.ListHistoryRequest;
import dev.joch.resourcestore.v1.ListHistoryResponse;
import dev.joch.resourcestore.v1.ListRequest;
import dev.joch.resourcestore.v1.ListResponse;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.Put;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub;
import dev.joch.resourcestore.v1.Version;
import dev.joch.resourcestore.v1.WatchRequest;
import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.testkit.history.Sighting;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The store itself, as the edge sees it. */
final class MeshApi implements Api, ChangeLog {

    private static final String TENANT = "default";
    private static final int PATIENCE_SECONDS = 10;

    private final MeshChannels channels;
    private final Channel channel;

    MeshApi(MeshChannels channels) {
        this.channels = channels;
        this.channel = channels.to(SplitCluster.STORE);
    }

    private ResourceStoreServiceBlockingStub stub() {
        return ResourceStoreServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public Map<String, String> apply(List<Doc> docs, Call call) {
        WriteRequest.Builder request =
                WriteRequest.newBuilder().setTenant(TENANT).setRequestId(call.idempotencyKey());
        for (Doc doc : docs) {
            request.addMutations(
                    Mutation.newBuilder().setPut(Put.newBuilder().setResource(doc.resource())));
        }
        try {
            Map<String, String> versions = new LinkedHashMap<>();
            stub().write(request.build()).getOutcomesList().stream()
                    .map(outcome -> Stored.of(outcome.getResource()))
                    .forEach(stored -> versions.put(stored.key(), stored.version()));
            return versions;
        } catch (StatusRuntimeException e) {
            throw GrpcApi.told(e);
        }
    }

    private static ResourceKey key(String key) {
        return ResourceKey.newBuilder()
                .setTenant(TENANT)
                .setKind(Doc.KIND)
                .setNamespace(Doc.namespace(key))
                .setName(Doc.name(key))
                .build();
    }

    @Override
    public Optional<Stored> read(String key) {
        try {
            GetRequest request = GetRequest.newBuilder().setKey(key(key)).build();
            return Optional.of(Stored.of(stub().get(request).getResource()));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw GrpcApi.told(e);
        }
    }

    @Override
    public void delete(String key, Call call) {
        WriteRequest request =
                WriteRequest.newBuilder()
                        .setTenant(TENANT)
                        .addMutations(
                                Mutation.newBuilder()
                                        .setDelete(Delete.newBuilder().setKey(key(key))))
                        .build();
        try {
            var _ = stub().write(request);
        } catch (StatusRuntimeException e) {
            throw GrpcApi.told(e);
        }
    }

    private static Filter filter(String namespace) {
        Filter.Builder filter = Filter.newBuilder().setTenant(TENANT).addKinds(Doc.KIND);
        return namespace.isEmpty() ? filter.build() : filter.addNamespaces(namespace).build();
    }

    @Override
    public Listed list(String namespace) {
        List<Stored> all = new ArrayList<>();
        ListRequest.Builder request =
                ListRequest.newBuilder().setFilter(filter(namespace)).setPageSize(500);
        try {
            while (true) {
                ListResponse page = stub().list(request.build());
                page.getResourcesList().forEach(resource -> all.add(Stored.of(resource)));
                if (page.getNextPageToken().isEmpty()) {
                    return new Listed(all, page.getRevision());
                }
                request.setPageToken(page.getNextPageToken());
            }
        } catch (StatusRuntimeException e) {
            throw GrpcApi.told(e);
        }
    }

    @Override
    public void watch(String namespace, long from, Viewer watcher) {
        WatchRequest request =
                WatchRequest.newBuilder()
                        .setFilter(filter(namespace))
                        .setFromRevision(from)
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

    private void follow(WatchRequest request, Viewer watcher) {
        Iterator<WatchResponse> events =
                ResourceStoreServiceGrpc.newBlockingStub(channel).watch(request);
        boolean more = true;
        while (more && events.hasNext()) {
            WatchResponse event = events.next();
            Sighting.Type type = type(event.getType().name());
            if (type.isChange()) {
                Stored stored = Stored.of(event.getResource());
                more =
                        watcher.takes(
                                new Sighting(
                                        "",
                                        type,
                                        event.getRevision(),
                                        stored.key(),
                                        stored.value()));
            } else {
                more = watcher.takes(new Sighting("", type, event.getRevision(), "", ""));
            }
        }
    }

    private static Sighting.Type type(String changeType) {
        return Sighting.Type.valueOf(changeType.substring("CHANGE_TYPE_".length()));
    }

    @Override
    public List<Sighting> changes(String key) {
        List<Sighting> changes = new ArrayList<>();
        ListHistoryRequest.Builder request =
                ListHistoryRequest.newBuilder().setKey(key(key)).setPageSize(1000);
        try {
            while (true) {
                ListHistoryResponse page = stub().listHistory(request.build());
                for (Version version : page.getVersionsList()) {
                    changes.add(
                            new Sighting(
                                    "log",
                                    type(version.getType().name()),
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
            throw GrpcApi.told(e);
        }
    }

    @Override
    public void close() {
        channels.close();
    }
}
