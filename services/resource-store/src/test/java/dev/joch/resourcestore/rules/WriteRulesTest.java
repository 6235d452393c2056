package dev.joch.resourcestore.rules;

import static dev.joch.resourcestore.Requests.agent;
import static dev.joch.resourcestore.Requests.agentKey;
import static dev.joch.resourcestore.Requests.any;
import static dev.joch.resourcestore.Requests.at;
import static dev.joch.resourcestore.Requests.delete;
import static dev.joch.resourcestore.Requests.key;
import static dev.joch.resourcestore.Requests.labelled;
import static dev.joch.resourcestore.Requests.put;
import static dev.joch.resourcestore.Requests.status;
import static dev.joch.resourcestore.Requests.update;
import static dev.joch.resourcestore.Requests.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.Desk;
import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.Stores;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.Outcome.Action;
import dev.joch.resourcestore.v1.PutStatus;
import dev.joch.resourcestore.v1.WriteResponse;
import dev.joch.service.problem.ServiceProblem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.Collections;
import java.util.function.Consumer;
import java.util.stream.Stream;

final class WriteRulesTest {

    private final Desk desk = new Desk(Stores.memory());

    @AfterEach
    void close() {
        desk.close();
    }

    /** One row of the table: what a second put changes, and what that does. */
    private record Case(
            String what, Consumer<Resource.Builder> edit, Action action, int generation) {}

    @TestFactory
    Stream<DynamicTest> whatAPutChanges() {
        return Stream.of(
                        new Case("nothing", r -> {}, Action.ACTION_UNCHANGED, 1),
                        new Case(
                                "the spec",
                                r -> r.setSpec(any("two")),
                                Action.ACTION_CONFIGURED,
                                2),
                        new Case(
                                "no spec any more",
                                Resource.Builder::clearSpec,
                                Action.ACTION_CONFIGURED,
                                2),
                        new Case(
                                "a label",
                                r -> r.getMetadataBuilder().putLabels("a", "b"),
                                Action.ACTION_CONFIGURED,
                                1),
                        new Case(
                                "an annotation",
                                r -> r.getMetadataBuilder().putAnnotations("a", "b"),
                                Action.ACTION_CONFIGURED,
                                1),
                        new Case(
                                "a finalizer",
                                r -> r.getMetadataBuilder().addFinalizers("x"),
                                Action.ACTION_CONFIGURED,
                                1),
                        new Case(
                                "its group",
                                r -> r.setApiVersion("joch.dev/v1alpha2"),
                                Action.ACTION_CONFIGURED,
                                1),
                        new Case(
                                "a status, which a put cannot",
                                r -> r.setStatus(any("no")),
                                Action.ACTION_UNCHANGED,
                                1),
                        new Case(
                                "a generation, which is the server's",
                                r -> r.getMetadataBuilder().setGeneration(9),
                                Action.ACTION_UNCHANGED,
                                1),
                        new Case(
                                "a deletion time, which is the server's",
                                r -> r.getMetadataBuilder().getDeletedAtBuilder().setSeconds(9),
                                Action.ACTION_UNCHANGED,
                                1))
                .map(row -> DynamicTest.dynamicTest(row.what(), () -> check(row)));
    }

    private void check(Case row) {
        String name = "case-" + row.what().hashCode();
        desk.put(agent(name, "one"));
        Resource.Builder second = agent(name, "one").toBuilder();
        row.edit().accept(second);
        WriteResponse response = desk.write(put(second.build()));
        assertEquals(row.action(), response.getOutcomes(0).getAction());
        Resource now = response.getOutcomes(0).getResource();
        assertEquals(row.generation(), now.getMetadata().getGeneration());
        assertFalse(now.hasStatus());
        assertFalse(now.getMetadata().hasDeletedAt());
    }

    @Test
    void otherReferencesAreAChangeWithoutANewGeneration() {
        desk.put(agent("a", "one"), key("Model", "m"), key("Tool", "t"));
        assertEquals(
                Action.ACTION_UNCHANGED,
                desk.write(put(agent("a", "one"), key("Tool", "t"), key("Model", "m")))
                        .getOutcomes(0)
                        .getAction());
        Resource changed = desk.put(agent("a", "one"), key("Tool", "t"));
        assertEquals("2", changed.getMetadata().getResourceVersion());
        assertEquals(1, changed.getMetadata().getGeneration());
    }

    @Test
    void anUpdateNeedsSomethingToUpdate() {
        Desk.refused(
                ResourceStoreProblem.NotFound.class, () -> desk.write(update(agent("a", "one"))));
        Desk.refused(
                ResourceStoreProblem.NotFound.class, () -> desk.put(at(agent("a", "one"), "3")));
        Desk.refused(
                ResourceStoreProblem.NotFound.class, () -> desk.write(status(agentKey("a"), "x")));
    }

    @Test
    void aStatusIsForTheUidAndVersionItNames() {
        Resource stored = desk.put(agent("a", "one"));
        PutStatus put =
                PutStatus.newBuilder().setKey(agentKey("a")).setStatus(any("ready")).build();
        Desk.refused(
                ResourceStoreProblem.UidMismatch.class,
                () -> desk.write(mutation(put.toBuilder().setUid("other").build())));
        Desk.refused(
                ResourceStoreProblem.StaleVersion.class,
                () -> desk.write(mutation(put.toBuilder().setResourceVersion("7").build())));
        WriteResponse response =
                desk.write(
                        mutation(
                                put.toBuilder()
                                        .setUid(stored.getMetadata().getUid())
                                        .setResourceVersion("1")
                                        .build()));
        Resource now = response.getOutcomes(0).getResource();
        assertEquals(any("ready"), now.getStatus());
        assertEquals(1, now.getMetadata().getGeneration());
        assertEquals(Action.ACTION_UNCHANGED, desk.write(mutation(put)).getOutcomes(0).getAction());
    }

    private static Mutation mutation(PutStatus status) {
        return Mutation.newBuilder().setPutStatus(status).build();
    }

    @Test
    void requestsStayWithinOneTenant() {
        Resource.Builder foreign = agent("a", "one").toBuilder();
        foreign.getMetadataBuilder().setTenant("other");
        Desk.refused(ResourceStoreProblem.TenantMismatch.class, () -> desk.put(foreign.build()));
        Desk.refused(
                ResourceStoreProblem.TenantMismatch.class,
                () ->
                        desk.put(
                                agent("a", "one"),
                                agentKey("b").toBuilder().setTenant("other").build()));
        Desk.refused(
                ResourceStoreProblem.TenantMismatch.class,
                () -> desk.write(delete(agentKey("b").toBuilder().setTenant("other").build())));
        assertEquals(0, desk.store.bounds().revision());
    }

    @Test
    void oneNameInTwoTenantsIsTwoResources() {
        desk.put(agent("a", "one"));
        desk.write(write(put(agent("a", "two"))).toBuilder().setTenant("other").build());
        assertEquals(any("one"), desk.get(agentKey("a")).getSpec());
        assertEquals(
                any("two"),
                desk.get(agentKey("a").toBuilder().setTenant("other").build()).getSpec());
    }

    @TestFactory
    Stream<DynamicTest> requestsOutsideTheLimitsAreRefused() {
        Mutation good = put(agent("a", "one"));
        return Stream.of(
                        write(),
                        write(good).toBuilder().setTenant("").build(),
                        write(good).toBuilder().setTenant("*").build(),
                        write(good).toBuilder().setRequestId("x".repeat(256)).build(),
                        write(Mutation.getDefaultInstance()),
                        write(put(agent("", "one"))),
                        write(put(agent("x".repeat(254), "one"))),
                        write(put(agent("a\0b", "one"))),
                        write(put(agent("a", "one").toBuilder().clearKind().build())),
                        write().toBuilder()
                                .addAllMutations(Collections.nCopies(1001, good))
                                .build())
                .map(request ->
                        DynamicTest.dynamicTest(
                                request.toString().lines().limit(1).toList().toString(),
                                () ->
                                        Desk.refused(
                                                ServiceProblem.InvalidRequest.class,
                                                () -> desk.write(request))));
    }

    @Test
    void twoPutsOfOneRequestSeeEachOther() {
        WriteResponse response =
                desk.write(put(agent("a", "one")), put(labelled(agent("a", "one"), "x", "y")));
        assertEquals(Action.ACTION_CONFIGURED, response.getOutcomes(1).getAction());
        assertTrue(desk.get(agentKey("a")).getMetadata().containsLabels("x"));
    }
}
