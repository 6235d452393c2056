package dev.joch.resourcestore;

import static dev.joch.resourcestore.Requests.agent;
import static dev.joch.resourcestore.Requests.agentKey;
import static dev.joch.resourcestore.Requests.all;
import static dev.joch.resourcestore.Requests.any;
import static dev.joch.resourcestore.Requests.at;
import static dev.joch.resourcestore.Requests.key;
import static dev.joch.resourcestore.Requests.put;
import static dev.joch.resourcestore.Requests.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.joch.common.v1.Caller;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.v1.BatchGetRequest;
import dev.joch.resourcestore.v1.BatchGetResponse;
import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.CompactRequest;
import dev.joch.resourcestore.v1.GetRequest;
import dev.joch.resourcestore.v1.ListReferrersRequest;
import dev.joch.resourcestore.v1.ListRequest;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub;
import dev.joch.resourcestore.v1.WatchRequest;
import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.resourcestore.v1.WriteResponse;
import dev.joch.service.caller.Callers;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.problem.RemoteProblem;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.postgres.TestPostgres;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The real module over in-process gRPC. */
final class ResourceEndpointTest {

    @TempDir private Path folder;

    private static final Caller SERVICE = Caller.newBuilder().setMethod("service").build();
    private static final Caller ALICE =
            Caller.newBuilder().setSubject("alice").setTenant("acme").setMethod("oidc").build();
    private static final Caller MALLORY =
            Caller.newBuilder().setSubject("mallory").setTenant("other").setMethod("oidc").build();

    private static JochProcess start(Map<String, Object> keys) {
        return JochProcess.start(List.of("resource-store"), List.of(), keys);
    }

    private static JochProcess memory() {
        return start(Map.of("joch.resource-store.backend", "memory"));
    }

    private static ResourceStoreServiceBlockingStub stub(JochProcess process) {
        return ResourceStoreServiceGrpc.newBlockingStub(
                process.bean(MeshChannels.class).to("resource-store"));
    }

    private static RemoteProblem refused(Runnable call) {
        StatusRuntimeException refusal = assertThrows(StatusRuntimeException.class, call::run);
        return ProblemStatus.fromException(refusal).orElseThrow();
    }

    private static void as(Caller caller, Runnable call) {
        Context context = Callers.with(caller);
        context.run(call);
    }

    @TestFactory
    Stream<DynamicTest> everyBackendServes() {
        return Stream.of(
                DynamicTest.dynamicTest(
                        "memory", () -> serves(Map.of("joch.resource-store.backend", "memory"))),
                DynamicTest.dynamicTest(
                        "sqlite",
                        () ->
                                serves(
                                        Map.of(
                                                "joch.resource-store.backend",
                                                "sqlite",
                                                "joch.resource-store.sqlite.file",
                                                folder.resolve("joch.db").toString()))),
                DynamicTest.dynamicTest(
                        "postgres",
                        () ->
                                serves(
                                        Map.of(
                                                "joch.database.url",
                                                TestPostgres.server().newDatabase()))));
    }

    private static void serves(Map<String, Object> keys) {
        try (JochProcess process = start(keys)) {
            ResourceStoreServiceBlockingStub store = stub(process);
            Iterator<WatchResponse> watch =
                    store.watch(WatchRequest.newBuilder().setFilter(all()).build());
            assertTrue(watch.next().getInitialEnd());
            WriteResponse written = store.write(write(put(agent("a", "one"), key("Model", "m"))));
            assertEquals(1, written.getRevision());
            WatchResponse change = watch.next();
            assertEquals(ChangeType.CHANGE_TYPE_ADDED, change.getType());
            assertEquals(written.getOutcomes(0).getResource(), change.getResource());
            assertEquals(
                    any("one"),
                    store.get(GetRequest.newBuilder().setKey(agentKey("a")).build())
                            .getResource()
                            .getSpec());
            BatchGetResponse batch =
                    store.batchGet(
                            BatchGetRequest.newBuilder()
                                    .addKeys(agentKey("no"))
                                    .addKeys(agentKey("a"))
                                    .build());
            assertEquals(1, batch.getResourcesCount());
            assertEquals(1, batch.getRevision());
            assertEquals(
                    agentKey("a"),
                    store.listReferrers(
                                    ListReferrersRequest.newBuilder()
                                            .setKey(key("Model", "m"))
                                            .build())
                            .getReferrers(0));
            assertEquals(
                    1,
                    store.list(ListRequest.newBuilder().setFilter(all()).build())
                            .getResourcesCount());
        }
    }

    @Test
    void problemsArriveWithCodeAndReason() {
        try (JochProcess process = memory()) {
            ResourceStoreServiceBlockingStub store = stub(process);
            store.write(write(put(agent("a", "one"))));
            store.write(write(put(agent("a", "two"))));
            RemoteProblem stale = refused(() -> store.write(write(put(at(agent("a", "x"), "1")))));
            assertEquals(Status.Code.ABORTED, stale.code());
            assertEquals("STALE_VERSION", stale.reason());
            assertEquals("2", stale.metadata().get("current"));
            RemoteProblem missing =
                    refused(() -> store.get(GetRequest.newBuilder().setKey(agentKey("b")).build()));
            assertEquals("NOT_FOUND", missing.reason());
            as(SERVICE, () -> store.compact(CompactRequest.newBuilder().setRevision(2).build()));
            RemoteProblem expired =
                    refused(() ->
                            store.watch(
                                            WatchRequest.newBuilder()
                                                    .setFilter(all())
                                                    .setFromRevision(1)
                                                    .build())
                                    .next());
            assertEquals(Status.Code.OUT_OF_RANGE, expired.code());
            assertEquals("REVISION_EXPIRED", expired.reason());
            assertEquals("2", expired.metadata().get("oldest"));
        }
    }

    @Test
    void aCallerStaysInItsTenant() {
        try (JochProcess process = memory()) {
            ResourceStoreServiceBlockingStub store = stub(process);
            as(ALICE, () -> store.write(write(put(agent("a", "one")))));
            as(
                    MALLORY,
                    () -> {
                        for (Runnable call :
                                List.<Runnable>of(
                                        () -> store.write(write(put(agent("a", "two")))),
                                        () ->
                                                store.get(
                                                        GetRequest.newBuilder()
                                                                .setKey(agentKey("a"))
                                                                .build()),
                                        () ->
                                                store.list(
                                                        ListRequest.newBuilder()
                                                                .setFilter(all())
                                                                .build()),
                                        () ->
                                                store.watch(
                                                                WatchRequest.newBuilder()
                                                                        .setFilter(all())
                                                                        .build())
                                                        .next(),
                                        () ->
                                                store.compact(
                                                        CompactRequest.newBuilder()
                                                                .setRevision(1)
                                                                .build()))) {
                            assertEquals(Status.Code.PERMISSION_DENIED, refused(call).code());
                        }
                    });
        }
    }

    @Test
    void reasonsReadAsWords() {
        assertEquals(
                "UID_MISMATCH",
                new ResourceStoreProblem.UidMismatch(Key.of(agentKey("a")), "x", "y").reason());
        assertEquals("STORE_FULL", new ResourceStoreProblem.StoreFull().reason());
    }

    @TestFactory
    Stream<DynamicTest> settingsThatMakeNoSenseStopTheStart() {
        return Stream.of(
                        Map.<String, Object>of("joch.resource-store.backend", "etcd"),
                        Map.<String, Object>of("joch.resource-store.backend", "sqlite"),
                        Map.<String, Object>of("joch.resource-store.write.max-group", 0),
                        Map.<String, Object>of("joch.resource-store.window.changes", 0),
                        Map.<String, Object>of("joch.resource-store.window.poll", "0s"),
                        Map.<String, Object>of("joch.resource-store.watch.buffer", 0),
                        Map.<String, Object>of("joch.resource-store.watch.bookmark", "0s"),
                        Map.<String, Object>of("joch.resource-store.retention.revisions", -1),
                        Map.<String, Object>of("joch.resource-store.retention.sge", "1h"))
                .map(keys ->
                        DynamicTest.dynamicTest(
                                keys.toString(),
                                () ->
                                        assertThrows(
                                                RuntimeException.class, () -> start(with(keys)))));
    }

    private static Map<String, Object> with(Map<String, Object> keys) {
        Map<String, Object> all = new HashMap<>(Map.of("joch.resource-store.backend", "memory"));
        all.putAll(keys);
        return all;
    }
}
