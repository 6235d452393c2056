package dev.joch.resourcestore.rules;

import static dev.joch.resourcestore.Requests.agent;
import static dev.joch.resourcestore.Requests.agentKey;
import static dev.joch.resourcestore.Requests.any;
import static dev.joch.resourcestore.Requests.cascade;
import static dev.joch.resourcestore.Requests.create;
import static dev.joch.resourcestore.Requests.delete;
import static dev.joch.resourcestore.Requests.exists;
import static dev.joch.resourcestore.Requests.finalized;
import static dev.joch.resourcestore.Requests.key;
import static dev.joch.resourcestore.Requests.orphan;
import static dev.joch.resourcestore.Requests.ownedBy;
import static dev.joch.resourcestore.Requests.put;
import static dev.joch.resourcestore.Requests.resource;
import static dev.joch.resourcestore.Requests.status;
import static dev.joch.resourcestore.Requests.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.Desk;
import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.Stores;
import dev.joch.resourcestore.v1.Delete;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.Outcome;
import dev.joch.resourcestore.v1.Outcome.Action;
import dev.joch.resourcestore.v1.WriteResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

final class DeletionRulesTest {

    private static final ResourceKey MODEL = key("Model", "m");

    private final Desk desk = new Desk(Stores.memory());

    @AfterEach
    void close() {
        desk.close();
    }

    private static List<String> told(WriteResponse response) {
        return response.getOutcomesList().stream().map(DeletionRulesTest::told).toList();
    }

    private static String told(Outcome outcome) {
        return outcome.getAction().name().substring("ACTION_".length())
                + " "
                + outcome.getResource().getMetadata().getName();
    }

    /** Names in the order in which they went. */
    private List<String> gone() {
        return desk.store.changesAfter(0, 1000).stream()
                .filter(change -> change.version().gone())
                .map(change -> change.version().key().name())
                .toList();
    }

    @Test
    void aDeletedResourceAnswersAsItWasLast() {
        Resource last = desk.put(agent("a", "one"));
        Outcome outcome = desk.write(delete(agentKey("a"))).getOutcomes(0);
        assertEquals(Action.ACTION_DELETED, outcome.getAction());
        assertEquals(last.getSpec(), outcome.getResource().getSpec());
        assertEquals("2", outcome.getResource().getMetadata().getResourceVersion());
        Desk.refused(ResourceStoreProblem.NotFound.class, () -> desk.write(delete(agentKey("a"))));
    }

    @Test
    void aRecreatedResourceHasAnotherUid() {
        Resource first = desk.put(agent("a", "one"));
        desk.write(delete(agentKey("a")));
        Resource second = desk.put(agent("a", "one"));
        assertFalse(first.getMetadata().getUid().equals(second.getMetadata().getUid()));
        assertEquals(1, second.getMetadata().getGeneration());
        Mutation late =
                Mutation.newBuilder()
                        .setDelete(
                                Delete.newBuilder()
                                        .setKey(agentKey("a"))
                                        .setUid(first.getMetadata().getUid()))
                        .build();
        Desk.refused(ResourceStoreProblem.UidMismatch.class, () -> desk.write(late));
    }

    @Test
    void finalizersAreWaitedFor() {
        desk.put(finalized(agent("a", "one"), "x", "y"));
        assertEquals(List.of("DELETING a"), told(desk.write(delete(agentKey("a")))));
        assertTrue(desk.get(agentKey("a")).getMetadata().hasDeletedAt());
        assertEquals(List.of("DELETING a"), told(desk.write(delete(agentKey("a")))));
        assertEquals(2, desk.store.bounds().revision());
        desk.write(status(agentKey("a"), "going"));
        desk.put(finalized(agent("a", "one"), "y"));
        assertEquals(List.of("DELETED a"), told(desk.write(put(agent("a", "one")))));
        assertFalse(desk.exists(agentKey("a")));
    }

    @Test
    void aResourceOnItsWayOutTakesNoNewSpecAndNoNewFinalizer() {
        desk.put(finalized(agent("a", "one"), "x"));
        desk.write(delete(agentKey("a")));
        Desk.refused(
                ResourceStoreProblem.Deleting.class,
                () -> desk.put(finalized(agent("a", "two"), "x")));
        Desk.refused(
                ResourceStoreProblem.Deleting.class,
                () -> desk.put(finalized(agent("a", "one"), "x", "y")));
        assertTrue(
                Desk.refused(
                                ResourceStoreProblem.AlreadyExists.class,
                                () -> desk.write(create(agent("a", "one"))))
                        .deleting());
        Desk.refused(
                ResourceStoreProblem.PreconditionFailed.class,
                () ->
                        desk.write(
                                write(put(agent("b", "one"))).toBuilder()
                                        .addPreconditions(exists(agentKey("a")))
                                        .build()));
    }

    @Test
    void aRefusalNamesTwentyAndCountsAll() {
        desk.put(resource("Model", "m", "x"));
        IntStream.range(0, 25).forEach(i -> desk.put(agent("a" + i, "one"), MODEL));
        ResourceStoreProblem.Referenced refused =
                Desk.refused(
                        ResourceStoreProblem.Referenced.class, () -> desk.write(delete(MODEL)));
        assertEquals(20, refused.referrers().size());
        assertEquals("25", refused.metadata().get("count"));
        assertTrue(
                refused.message()
                        .endsWith(
                                "and 5 more; delete those first, or ask to cascade or to orphan"));
    }

    @Test
    void aSelfReferenceDoesNotHinder() {
        desk.put(agent("a", "one"), agentKey("a"));
        assertEquals(List.of("DELETED a"), told(desk.write(delete(agentKey("a")))));
    }

    @Test
    void whatOneRequestDeletesDoesNotHinderItself() {
        desk.put(resource("Model", "m", "x"));
        desk.put(agent("a", "one"), MODEL);
        assertEquals(
                List.of("DELETED m", "DELETED a"),
                told(desk.write(delete(MODEL), delete(agentKey("a")))));
        assertEquals(List.of("a", "m"), gone());
    }

    @Test
    void cascadeTakesReferrersFirst() {
        desk.put(resource("Model", "m", "x"));
        desk.put(resource("ModelRoute", "r", "x"), MODEL);
        desk.put(agent("a", "one"), key("ModelRoute", "r"));
        assertEquals(
                List.of("DELETED m", "DELETED a", "DELETED r"), told(desk.write(cascade(MODEL))));
        assertEquals(List.of("a", "r", "m"), gone());
    }

    @Test
    void cascadeWaitsForReferrersWithFinalizers() {
        desk.put(resource("Model", "m", "x"));
        desk.put(finalized(agent("a", "one"), "x"), MODEL);
        assertEquals(List.of("DELETING m", "DELETING a"), told(desk.write(cascade(MODEL))));
        desk.put(agent("a", "one"), MODEL);
        assertFalse(desk.exists(MODEL));
        assertEquals(List.of("a", "m"), gone());
    }

    @Test
    void nobodyTakesTheStoresOwnFinalizerAway() {
        desk.put(resource("Model", "m", "x"));
        desk.put(finalized(agent("a", "one"), "x"), MODEL);
        desk.write(cascade(MODEL));
        desk.put(resource("Model", "m", "x"));
        assertTrue(desk.exists(MODEL));
    }

    @Test
    void cyclesAreTakenDownToo() {
        desk.put(agent("a", "one"), agentKey("b"));
        desk.put(agent("b", "one"), agentKey("a"));
        Desk.refused(
                ResourceStoreProblem.Referenced.class, () -> desk.write(delete(agentKey("a"))));
        assertEquals(List.of("DELETED a", "DELETED b"), told(desk.write(cascade(agentKey("a")))));
    }

    @Test
    void aCycleThatWaitedForAFinalizerGoesWithIt() {
        desk.put(agent("a", "one"), agentKey("b"));
        desk.put(agent("b", "one"), agentKey("a"));
        desk.put(finalized(agent("c", "one"), "x"), agentKey("b"));
        desk.write(cascade(agentKey("a")));
        assertTrue(desk.exists(agentKey("a")));
        desk.put(agent("c", "one"), agentKey("b"));
        assertEquals(List.of("c", "b", "a"), gone());
    }

    @Test
    void aWaitingChainGoesInOrder() {
        desk.put(agent("a", "one"));
        desk.put(agent("b", "one"), agentKey("a"), agentKey("d"));
        desk.put(agent("d", "one"), agentKey("b"), agentKey("a"));
        desk.put(finalized(agent("x", "one"), "x"), agentKey("a"), agentKey("b"), agentKey("d"));
        desk.write(cascade(agentKey("a")));
        assertEquals(List.of(), gone());
        desk.put(agent("x", "one"), agentKey("a"), agentKey("b"), agentKey("d"));
        assertEquals("x", gone().getFirst());
        assertEquals("a", gone().getLast());
        assertEquals(4, gone().size());
    }

    @Test
    void anOwnerOfTooManyIsNotDeletedAndForgetsNone() {
        Resource owner = desk.put(agent("owner", "x"));
        for (int batch = 0; batch < 6; batch++) {
            int first = batch * 1000;
            desk.write(
                    IntStream.range(first, first + 1000)
                            .mapToObj(i -> put(ownedBy(resource("Trace", "t" + i, "x"), owner)))
                            .toArray(Mutation[]::new));
        }
        for (Mutation deletion :
                List.of(
                        delete(agentKey("owner")),
                        cascade(agentKey("owner")),
                        orphan(agentKey("owner")))) {
            Desk.refused(ResourceStoreProblem.TooManyChanges.class, () -> desk.write(deletion));
        }
    }

    @Test
    void orphanLeavesReferrersAndReleasesDependants() {
        Resource owner = desk.put(agent("owner", "one"));
        desk.put(ownedBy(resource("Execution", "run", "x"), owner), agentKey("owner"));
        desk.write(orphan(agentKey("owner")));
        assertEquals(0, desk.get(key("Execution", "run")).getMetadata().getOwnerReferencesCount());
    }

    @Test
    void whatBelongsToNobodyAnyMoreGoes() {
        Resource one = desk.put(agent("one", "x"));
        Resource two = desk.put(agent("two", "x"));
        desk.put(ownedBy(resource("Execution", "run", "x"), one, two));
        desk.put(ownedBy(resource("Trace", "t", "x"), desk.get(key("Execution", "run"))));
        assertEquals(List.of("DELETED one"), told(desk.write(delete(agentKey("one")))));
        assertEquals(
                List.of("DELETED two", "DELETED run", "DELETED t"),
                told(desk.write(delete(agentKey("two")))));
    }

    @Test
    void anOwnerIsNotDeletedWhileStrangersReferToItsDependants() {
        Resource owner = desk.put(agent("owner", "x"));
        desk.put(ownedBy(resource("Execution", "run", "x"), owner));
        desk.put(agent("stranger", "x"), key("Execution", "run"));
        Desk.refused(
                ResourceStoreProblem.Referenced.class, () -> desk.write(delete(agentKey("owner"))));
    }

    @Test
    void aDependantThatRefersToItsOwnerGoesFirst() {
        Resource owner = desk.put(agent("owner", "x"));
        desk.put(ownedBy(resource("Execution", "run", "x"), owner), agentKey("owner"));
        desk.write(delete(agentKey("owner")));
        assertEquals(List.of("run", "owner"), gone());
    }

    @Test
    void tooDeepACascadeIsRefusedAsAWhole() {
        desk.put(agent("a0", "x"));
        IntStream.range(1, 700)
                .forEach(i -> desk.put(agent("a" + i, "x"), agentKey("a" + (i - 1))));
        Desk.refused(
                ResourceStoreProblem.TooManyChanges.class,
                () -> desk.write(cascade(agentKey("a0"))));
        assertEquals(700, desk.store.bounds().revision());
        assertEquals(any("x"), desk.get(agentKey("a699")).getSpec());
    }
}
