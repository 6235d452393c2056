package dev.joch.resourcestore.store;

import static dev.joch.resourcestore.Requests.agent;
import static dev.joch.resourcestore.Requests.agentKey;
import static dev.joch.resourcestore.Requests.all;
import static dev.joch.resourcestore.Requests.any;
import static dev.joch.resourcestore.Requests.create;
import static dev.joch.resourcestore.Requests.delete;
import static dev.joch.resourcestore.Requests.in;
import static dev.joch.resourcestore.Requests.labelled;
import static dev.joch.resourcestore.Requests.put;
import static dev.joch.resourcestore.Requests.resource;
import static dev.joch.resourcestore.Requests.status;
import static dev.joch.resourcestore.Requests.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.Desk;
import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.catalogue.Change;
import dev.joch.resourcestore.catalogue.Selection;
import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.GetRequest;
import dev.joch.resourcestore.v1.ListHistoryRequest;
import dev.joch.resourcestore.v1.ListHistoryResponse;
import dev.joch.resourcestore.v1.ListResponse;
import dev.joch.resourcestore.v1.Version;
import dev.joch.service.problem.ServiceProblem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** What every backend shows, now and of the past. */
abstract class ReadingContract {

    Desk desk;

    abstract ResourceStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        desk = new Desk(open());
    }

    @AfterEach
    void closeStore() {
        desk.close();
    }

    @Test
    void pagesShowTheRevisionTheListBeganWith() {
        IntStream.range(0, 10).forEach(i -> desk.put(agent("a" + i, "one")));
        ListResponse first = desk.page(all(), 4, "");
        desk.put(agent("a5", "two"));
        desk.write(delete(agentKey("a6")));
        desk.put(agent("a45", "new"));
        desk.write(delete(agentKey("a7")), create(agent("a7", "again")));
        List<Resource> rest = new ArrayList<>();
        String token = first.getNextPageToken();
        while (!token.isEmpty()) {
            ListResponse page = desk.page(all(), 4, token);
            assertEquals(10, page.getRevision());
            rest.addAll(page.getResourcesList());
            token = page.getNextPageToken();
        }
        assertEquals(
                List.of("a4", "a5", "a6", "a7", "a8", "a9"),
                rest.stream().map(resource -> resource.getMetadata().getName()).toList());
        rest.forEach(resource -> assertEquals(any("one"), resource.getSpec()));
    }

    @Test
    void listsAreFilteredAndOrdered() {
        desk.put(labelled(agent("b", "one"), "env", "prod"));
        desk.put(in(labelled(agent("a", "one"), "env", "dev"), "other"));
        desk.put(resource("Model", "m", "x"));
        desk.put(labelled(agent("c", "one"), "env", "dev"));
        assertEquals(List.of("b", "c", "a", "m"), desk.names(all(), 1));
        assertEquals(
                List.of("b", "c", "a"), desk.names(all().toBuilder().addKinds("Agent").build(), 2));
        assertEquals(
                List.of("b", "c", "m"),
                desk.names(
                        all().toBuilder()
                                .addNamespaces("ns")
                                .addKinds("Agent")
                                .addKinds("Model")
                                .build(),
                        10));
        assertEquals(
                List.of("c", "a"),
                desk.names(all().toBuilder().setLabelSelector("env in (dev,test)").build(), 10));
        assertEquals(
                List.of("m"),
                desk.names(all().toBuilder().setFieldSelector("metadata.name=m").build(), 10));
        assertTrue(desk.names(all().toBuilder().setTenant("other").build(), 10).isEmpty());
    }

    @Test
    void thePastIsReadByRevisionAndByGeneration() {
        desk.put(agent("a", "one"));
        desk.put(agent("a", "two"));
        desk.write(status(agentKey("a"), "ready"));
        desk.write(delete(agentKey("a")));
        assertEquals(any("one"), desk.get(agentKey("a"), 1).getSpec());
        assertEquals(any("two"), desk.get(agentKey("a"), 2).getSpec());
        assertEquals(any("ready"), desk.get(agentKey("a"), 3).getStatus());
        Desk.refused(ResourceStoreProblem.NotFound.class, () -> desk.get(agentKey("a"), 4));
        Desk.refused(ResourceStoreProblem.RevisionUnknown.class, () -> desk.get(agentKey("a"), 5));
        Resource second =
                desk.read
                        .get(GetRequest.newBuilder().setKey(agentKey("a")).setGeneration(2).build())
                        .getResource();
        assertEquals("3", second.getMetadata().getResourceVersion());
        Desk.refused(
                ResourceStoreProblem.NotFound.class,
                () ->
                        desk.read.get(
                                GetRequest.newBuilder()
                                        .setKey(agentKey("a"))
                                        .setGeneration(3)
                                        .build()));
    }

    @Test
    void aPageOfHistoryFitsIntoAMessage() {
        String large = "x".repeat(1_200_000);
        IntStream.range(0, 12).forEach(i -> desk.put(agent("a", large + i)));
        ListHistoryResponse page = desk.history(agentKey("a"));
        assertTrue(page.getSerializedSize() < 10 << 20, "bytes: " + page.getSerializedSize());
        assertEquals(12, page.getVersions(0).getRevision());
        ListHistoryResponse rest =
                desk.read.listHistory(
                        ListHistoryRequest.newBuilder()
                                .setKey(agentKey("a"))
                                .setPageToken(page.getNextPageToken())
                                .build());
        assertEquals(12, page.getVersionsCount() + rest.getVersionsCount());
        assertEquals(1, rest.getVersions(rest.getVersionsCount() - 1).getRevision());
    }

    @Test
    void historyIsNewestFirstAndPaged() {
        for (String spec : List.of("one", "two", "three")) {
            desk.put(agent("a", spec));
            desk.put(agent("b", spec));
        }
        desk.write(delete(agentKey("a")));
        List<Version> versions = new ArrayList<>();
        String token = "";
        do {
            ListHistoryResponse page =
                    desk.read.listHistory(
                            ListHistoryRequest.newBuilder()
                                    .setKey(agentKey("a"))
                                    .setPageSize(3)
                                    .setPageToken(token)
                                    .build());
            versions.addAll(page.getVersionsList());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        assertEquals(List.of(7L, 5L, 3L, 1L), versions.stream().map(Version::getRevision).toList());
        assertEquals(ChangeType.CHANGE_TYPE_DELETED, versions.getFirst().getType());
        assertEquals(ChangeType.CHANGE_TYPE_ADDED, versions.getLast().getType());
        assertTrue(versions.getFirst().hasCommittedAt());
    }

    @Test
    void theLogTellsEveryChangeWithWhatItReplaced() {
        desk.put(agent("a", "one"));
        desk.put(agent("a", "two"));
        desk.write(delete(agentKey("a")));
        List<Change> changes = desk.store.changesAfter(0, 10);
        assertEquals(List.of(1L, 2L, 3L), changes.stream().map(Change::revision).toList());
        assertNull(changes.getFirst().before());
        assertEquals(any("one"), requireNonNull(changes.get(1).before()).getSpec());
        assertTrue(changes.get(2).version().gone());
        assertEquals(any("two"), requireNonNull(changes.get(2).before()).getSpec());
        assertEquals(
                List.of(2L), desk.store.changesAfter(1, 1).stream().map(Change::revision).toList());
    }

    @Test
    void compactionKeepsWhatIsCurrentAndWhatLaterStatesNeed() {
        desk.put(agent("a", "one"));
        desk.put(agent("b", "one"));
        desk.put(agent("a", "two"));
        desk.write(delete(agentKey("b")));
        ListResponse first = desk.page(all(), 1, "");
        desk.put(agent("a", "three"));
        desk.put(agent("c", "one"));
        ListResponse later = desk.page(all(), 1, "");
        ResourceStore.Compaction done = desk.store.compact(5);
        assertEquals(5, done.compacted());
        assertEquals(4, done.dropped());
        assertEquals(0, desk.store.compact(3).dropped());
        assertEquals(5, desk.store.bounds().compacted());
        assertEquals(any("three"), desk.get(agentKey("a")).getSpec());
        assertEquals(any("three"), desk.get(agentKey("a"), 5).getSpec());
        Desk.refused(ResourceStoreProblem.RevisionExpired.class, () -> desk.get(agentKey("a"), 4));
        Desk.refused(
                ResourceStoreProblem.RevisionExpired.class, () -> desk.store.changesAfter(4, 10));
        assertEquals(1, desk.store.changesAfter(5, 10).size());
        assertEquals("", first.getNextPageToken());
        assertEquals(
                List.of("c"),
                desk.page(all(), 1, later.getNextPageToken()).getResourcesList().stream()
                        .map(resource -> resource.getMetadata().getName())
                        .toList());
        desk.put(agent("c", "two"));
        desk.store.compact(7);
        Desk.refused(
                ResourceStoreProblem.ExpiredToken.class,
                () -> desk.page(all(), 1, later.getNextPageToken()));
        assertEquals(List.of("a", "c"), desk.names(all(), 10));
    }

    @Test
    void revisionsAreFoundByTime() {
        desk.put(agent("a", "one"));
        desk.put(agent("b", "one"));
        assertEquals(0, desk.store.revisionAt(Instant.EPOCH));
        assertEquals(2, desk.store.revisionAt(Instant.now().plusSeconds(60)));
    }

    @Test
    void tokensOfAnotherQuestionAreRefused() {
        IntStream.range(0, 3).forEach(i -> desk.put(agent("a" + i, "one")));
        String token = desk.page(all(), 1, "").getNextPageToken();
        Desk.refused(
                ResourceStoreProblem.InvalidPageToken.class,
                () -> desk.page(all().toBuilder().addKinds("Model").build(), 1, token));
        Desk.refused(
                ResourceStoreProblem.InvalidPageToken.class,
                () -> desk.page(all(), 1, "x" + token));
        Desk.refused(ResourceStoreProblem.InvalidPageToken.class, () -> desk.page(all(), 1, "%%%"));
    }

    @Test
    void namesOrderByTheirBytes() {
        List<String> names = List.of("B", "a", "a-b", "a.b", "ab", "é", "\uE000", "\uD83D\uDE00");
        names.reversed().forEach(name -> desk.put(agent(name, "one")));
        assertEquals(names, desk.names(all(), 3));
    }

    @Test
    void aPageOfLargeResourcesFitsIntoAMessage() {
        IntStream.range(0, 10).forEach(i -> desk.put(agent("a" + i, "x".repeat(1_400_000))));
        ListResponse page = desk.page(all(), 100, "");
        assertEquals(6, page.getResourcesCount());
        assertEquals(10, desk.names(all(), 100).size());
        Desk.refused(
                ServiceProblem.InvalidRequest.class,
                () -> desk.put(agent("big", "x".repeat(1_500_001))));
    }

    @Test
    void allTenantsAreListedInOrder() {
        for (String tenant : List.of("zeta", "acme")) {
            desk.write(
                    write(put(agent("a", "one")), put(agent("b", "one"))).toBuilder()
                            .setTenant(tenant)
                            .build());
        }
        Selection everyone = new Selection(null, Set.of("Agent"), Set.of(), resource -> true);
        ListPage first = desk.store.list(new ListQuery(everyone, Optional.empty(), 3, 0));
        ListPage second =
                desk.store.list(new ListQuery(everyone, first.next(), 3, first.revision()));
        assertEquals(
                List.of("acme a", "acme b", "zeta a"),
                first.versions().stream()
                        .map(v -> v.key().tenant() + " " + v.key().name())
                        .toList());
        assertEquals(1, second.versions().size());
        assertEquals(Optional.empty(), second.next());
    }
}
