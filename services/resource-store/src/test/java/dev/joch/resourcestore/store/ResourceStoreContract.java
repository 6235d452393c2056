package dev.joch.resourcestore.store;

import static dev.joch.resourcestore.Requests.absent;
import static dev.joch.resourcestore.Requests.agent;
import static dev.joch.resourcestore.Requests.agentKey;
import static dev.joch.resourcestore.Requests.all;
import static dev.joch.resourcestore.Requests.any;
import static dev.joch.resourcestore.Requests.at;
import static dev.joch.resourcestore.Requests.create;
import static dev.joch.resourcestore.Requests.delete;
import static dev.joch.resourcestore.Requests.exists;
import static dev.joch.resourcestore.Requests.key;
import static dev.joch.resourcestore.Requests.labelled;
import static dev.joch.resourcestore.Requests.put;
import static dev.joch.resourcestore.Requests.resource;
import static dev.joch.resourcestore.Requests.status;
import static dev.joch.resourcestore.Requests.update;
import static dev.joch.resourcestore.Requests.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.Desk;
import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.rules.WriteCommand;
import dev.joch.resourcestore.v1.Outcome.Action;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.resourcestore.v1.WriteResponse;
import dev.joch.service.telemetry.TraceParent;

import io.opentelemetry.context.Scope;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What every backend does with writes; what it does with reads is above. A backend's test extends
 * this.
 */
abstract class ResourceStoreContract extends ReadingContract {

    @Test
    void anEmptyStoreHasNothingAtRevisionZero() {
        assertEquals(0, desk.store.bounds().revision());
        assertTrue(desk.names(all(), 10).isEmpty());
        assertTrue(desk.store.changesAfter(0, 10).isEmpty());
        Desk.refused(ResourceStoreProblem.NotFound.class, () -> desk.get(agentKey("a")));
    }

    @Test
    void aPutIsReadBackWithWhatTheServerAdds() {
        WriteResponse response = desk.write(put(labelled(agent("a", "one"), "env", "prod")));
        Resource stored = desk.get(agentKey("a"));
        assertEquals(Action.ACTION_CREATED, response.getOutcomes(0).getAction());
        assertEquals(response.getOutcomes(0).getResource(), stored);
        assertEquals("1", stored.getMetadata().getResourceVersion());
        assertEquals(1, stored.getMetadata().getGeneration());
        assertEquals("acme", stored.getMetadata().getTenant());
        assertFalse(stored.getMetadata().getUid().isEmpty());
        assertTrue(stored.getMetadata().hasCreatedAt());
        assertEquals(any("one"), stored.getSpec());
        assertEquals("prod", stored.getMetadata().getLabelsOrThrow("env"));
    }

    @Test
    void theLogNamesTheTraceOfEachWriteAlsoWithinOneGroup() {
        String first = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        String second = "00-1bf7651916cd43dd8448eb211c80319c-c7ad6b7169203331-00";
        try (Scope within = TraceParent.parse(first).makeCurrent()) {
            desk.put(agent("a", "one"));
        }
        desk.put(agent("b", "one"));
        desk.store.write(
                List.of(
                        command(agentKey("a"), agent("a", "two"), second),
                        command(agentKey("b"), agent("b", "two"), first)));
        assertEquals(
                List.of(first, "", second, first),
                desk.store.changesAfter(0, 10).stream()
                        .map(change -> change.version().traceparent())
                        .toList());
        assertEquals(second, desk.store.get(Key.of(agentKey("a")), 0).orElseThrow().traceparent());
    }

    private static WriteCommand command(ResourceKey key, Resource resource, String traceparent) {
        return new WriteCommand(
                "acme",
                List.of(
                        new WriteCommand.Step.Put(
                                Key.of(key),
                                resource,
                                WriteCommand.Mode.CREATE_OR_UPDATE,
                                List.of())),
                List.of(),
                "",
                ByteString.EMPTY,
                false,
                traceparent);
    }

    @Test
    void anUnchangedPutWritesNothing() {
        desk.put(agent("a", "one"));
        WriteResponse again = desk.write(put(agent("a", "one")));
        assertEquals(Action.ACTION_UNCHANGED, again.getOutcomes(0).getAction());
        assertEquals("1", again.getOutcomes(0).getResource().getMetadata().getResourceVersion());
        assertEquals(1, desk.store.bounds().revision());
        assertEquals(1, desk.history(agentKey("a")).getVersionsCount());
    }

    @Test
    void generationMovesWithTheSpecOnlyAndStatusIsKept() {
        desk.put(agent("a", "one"));
        desk.write(status(agentKey("a"), "ready"));
        Resource labelled = desk.put(labelled(agent("a", "one"), "x", "y"));
        assertEquals(1, labelled.getMetadata().getGeneration());
        Resource changed = desk.put(agent("a", "two"));
        assertEquals(2, changed.getMetadata().getGeneration());
        assertEquals(any("ready"), changed.getStatus());
        assertTrue(changed.getMetadata().getLabelsMap().isEmpty());
    }

    @Test
    void staleVersionsAreRefusedWithTheCurrentOne() {
        desk.put(agent("a", "one"));
        desk.put(agent("a", "two"));
        ResourceStoreProblem.StaleVersion stale =
                Desk.refused(
                        ResourceStoreProblem.StaleVersion.class,
                        () -> desk.put(at(agent("a", "three"), "1")));
        assertEquals("2", stale.current());
        assertEquals("2", desk.get(agentKey("a")).getMetadata().getResourceVersion());
        desk.put(at(agent("a", "three"), "2"));
    }

    @Test
    void aRefusedStepTakesItsWholeRequestBack() {
        desk.put(agent("b", "one"));
        Desk.refused(
                ResourceStoreProblem.AlreadyExists.class,
                () -> desk.write(create(agent("a", "one")), create(agent("b", "two"))));
        assertFalse(desk.exists(agentKey("a")));
        assertEquals(1, desk.store.bounds().revision());
    }

    @Test
    void laterStepsSeeEarlierOnes() {
        WriteResponse response =
                desk.write(
                        create(agent("a", "one")),
                        update(agent("a", "two")),
                        delete(agentKey("a")),
                        create(agent("a", "three")));
        assertEquals(4, response.getRevision());
        assertEquals(any("three"), desk.get(agentKey("a")).getSpec());
        assertEquals(4, desk.history(agentKey("a")).getVersionsCount());
    }

    @Test
    void preconditionsAreCheckedWithTheCommit() {
        WriteRequest request = write(put(agent("a", "one")));
        ResourceStoreProblem.PreconditionFailed missing =
                Desk.refused(
                        ResourceStoreProblem.PreconditionFailed.class,
                        () ->
                                desk.write(
                                        request.toBuilder()
                                                .addPreconditions(exists(key("Model", "m")))
                                                .build()));
        assertEquals("Model/ns/m", missing.key().text());
        desk.put(resource("Model", "m", "x"));
        desk.write(request.toBuilder().addPreconditions(exists(key("Model", "m"))).build());
        Desk.refused(
                ResourceStoreProblem.PreconditionFailed.class,
                () ->
                        desk.write(
                                request.toBuilder()
                                        .addPreconditions(absent(key("Model", "m")))
                                        .build()));
    }

    @Test
    void whatOthersReferToIsNotDeleted() {
        desk.put(resource("Model", "m", "x"));
        desk.put(agent("a", "one"), key("Model", "m"));
        ResourceStoreProblem.Referenced refused =
                Desk.refused(
                        ResourceStoreProblem.Referenced.class,
                        () -> desk.write(delete(key("Model", "m"))));
        assertEquals("Agent/ns/a", refused.referrers().getFirst().text());
        desk.put(agent("a", "one"));
        desk.write(delete(key("Model", "m")));
        assertFalse(desk.exists(key("Model", "m")));
    }

    @Test
    void referrersSurviveAndFollowTheLastPut() {
        desk.put(agent("a", "one"), key("Model", "m"), key("Tool", "t"));
        desk.put(agent("b", "one"), key("Model", "m"));
        desk.write(status(agentKey("a"), "ready"));
        assertEquals(2, desk.store.referrers(modelKey(), Optional.empty(), 10).size());
        assertEquals(
                "Agent/ns/b",
                desk.store
                        .referrers(
                                modelKey(),
                                desk.store.referrers(modelKey(), Optional.empty(), 1).stream()
                                        .findFirst(),
                                10)
                        .getFirst()
                        .text());
        desk.put(agent("a", "one"), key("Tool", "t"));
        desk.write(delete(agentKey("b")));
        assertTrue(desk.store.referrers(modelKey(), Optional.empty(), 10).isEmpty());
    }

    private static Key modelKey() {
        return Key.of(key("Model", "m"));
    }

    @Test
    void theSameRequestIdGetsTheSameAnswer() {
        WriteRequest request = write(put(agent("a", "one"))).toBuilder().setRequestId("r1").build();
        WriteResponse first = desk.write(request);
        desk.put(agent("a", "two"));
        WriteResponse again = desk.write(request);
        assertTrue(again.getReplayed());
        assertEquals(first, again.toBuilder().clearReplayed().build());
        assertEquals(any("two"), desk.get(agentKey("a")).getSpec());
        Desk.refused(
                ResourceStoreProblem.RequestIdReused.class,
                () ->
                        desk.write(
                                write(put(agent("a", "x"))).toBuilder()
                                        .setRequestId("r1")
                                        .build()));
        assertEquals(1, desk.store.forgetAnswers(Instant.now().plusSeconds(60)));
        assertFalse(desk.write(request).getReplayed());
    }

    @Test
    void validateOnlyDecidesAndWritesNothing() {
        desk.put(agent("a", "one"));
        WriteResponse response =
                desk.write(
                        write(put(agent("a", "two")), put(agent("b", "one"))).toBuilder()
                                .setValidateOnly(true)
                                .build());
        assertEquals(Action.ACTION_CONFIGURED, response.getOutcomes(0).getAction());
        assertEquals("1", response.getOutcomes(0).getResource().getMetadata().getResourceVersion());
        assertEquals(2, response.getOutcomes(0).getResource().getMetadata().getGeneration());
        assertEquals(Action.ACTION_CREATED, response.getOutcomes(1).getAction());
        assertEquals("", response.getOutcomes(1).getResource().getMetadata().getUid());
        assertEquals(1, desk.store.bounds().revision());
        assertFalse(desk.exists(agentKey("b")));
    }
}
