package dev.joch.compiler.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.compiler.store.ManifestStore.Before;
import dev.joch.compiler.store.ManifestStore.Position;
import dev.joch.compiler.store.ManifestStore.Selection;
import dev.joch.compiler.v1.Manifest;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.ObjectMeta;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What every store of manifests promises. */
abstract class ManifestStoreContract {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final AgentKey AGENT = new AgentKey("acme", "ns", "a");

    Instant now = START;
    private ManifestStore store;

    abstract ManifestStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private static Draft draft(
            AgentKey agent,
            String environment,
            long generation,
            String digest,
            long agentRevision,
            long inputRevision) {
        Manifest manifest =
                Manifest.newBuilder()
                        .setDigest(digest)
                        .setEnvironment(environment)
                        .setResource(
                                Kinds.kind("CompiledAgentManifest")
                                        .newResource()
                                        .setMetadata(
                                                ObjectMeta.newBuilder()
                                                        .setNamespace(agent.namespace())
                                                        .setName(agent.name() + "-g" + generation))
                                        .setSpec(
                                                Kinds.kind("CompiledAgentManifest")
                                                        .spec()
                                                        .pack(spec(agent, generation))))
                        .build();
        return new Draft(agent, environment, generation, agentRevision, inputRevision, manifest);
    }

    private static CompiledAgentManifestSpec spec(AgentKey agent, long generation) {
        CompiledAgentManifestSpec.Builder spec = CompiledAgentManifestSpec.newBuilder();
        spec.getAgentBuilder().setName(agent.name()).setGeneration(generation);
        return spec.build();
    }

    private static Draft draft(long generation, String digest, long revision) {
        return draft(AGENT, "prod", generation, digest, revision, revision);
    }

    private Kept keep(Draft draft) {
        now = now.plusSeconds(1);
        return store.keep(List.of(draft)).getFirst();
    }

    private static String digest(Optional<Manifest> manifest) {
        return manifest.map(Manifest::getDigest).orElse("");
    }

    @Test
    void contentIsWrittenOnce() {
        Kept.Newest first = (Kept.Newest) keep(draft(1, "sha256:a", 5));
        Kept.Newest again = (Kept.Newest) keep(draft(1, "sha256:a", 6));
        assertThat(first.created()).isTrue();
        assertThat(again.created()).isFalse();
        assertThat(again.manifest()).isEqualTo(first.manifest());
        assertThat(Times.instant(first.manifest().getCreatedAt())).isEqualTo(now.minusSeconds(1));
        assertThat(store.history(AGENT, "prod", Optional.empty(), 10)).hasSize(1);
    }

    @Test
    void aWriterWithAnOlderViewDoesNotBecomeTheNewest() {
        keep(draft(1, "sha256:new", 10));
        assertThat(keep(draft(AGENT, "prod", 1, "sha256:old", 10, 9)))
                .isEqualTo(new Kept.Stale(10, 10));
        assertThat(keep(draft(AGENT, "prod", 1, "sha256:old", 9, 12)))
                .isEqualTo(new Kept.Stale(10, 10));
        assertThat(digest(store.newest(AGENT, 0, "prod"))).isEqualTo("sha256:new");
        assertThat(store.byDigest(AGENT, "sha256:old")).isEmpty();
    }

    @Test
    void contentThatStayedMovesTheMarkOn() {
        keep(draft(1, "sha256:a", 10));
        keep(draft(1, "sha256:a", 20));
        assertThat(keep(draft(1, "sha256:b", 15))).isInstanceOf(Kept.Stale.class);
    }

    @Test
    void contentThatComesBackIsTheNewestAgain() {
        keep(draft(1, "sha256:a", 10));
        keep(draft(1, "sha256:b", 11));
        Kept.Newest back = (Kept.Newest) keep(draft(1, "sha256:a", 12));
        assertThat(back.created()).isFalse();
        assertThat(digest(store.newest(AGENT, 0, "prod"))).isEqualTo("sha256:a");
    }

    @Test
    void draftsOfOneAgentInOneCallAreTakenInOrder() {
        now = now.plusSeconds(1);
        List<Kept> kept =
                store.keep(
                        List.of(
                                draft(1, "sha256:a", 10),
                                draft(AGENT, "dev", 1, "sha256:a", 10, 10),
                                draft(1, "sha256:b", 11),
                                draft(1, "sha256:c", 9)));
        assertThat(kept)
                .extracting(one -> one.getClass().getSimpleName())
                .containsExactly("Newest", "Newest", "Newest", "Stale");
        assertThat(digest(store.newest(AGENT, 1, "prod"))).isEqualTo("sha256:b");
        assertThat(digest(store.newest(AGENT, 1, "dev"))).isEqualTo("sha256:a");
    }

    @Test
    void eachGenerationAndEnvironmentHasItsNewest() {
        keep(draft(1, "sha256:a", 10));
        keep(draft(2, "sha256:b", 20));
        keep(draft(AGENT, "dev", 2, "sha256:c", 20, 30));
        assertThat(digest(store.newest(AGENT, 1, "prod"))).isEqualTo("sha256:a");
        assertThat(digest(store.newest(AGENT, 0, "prod"))).isEqualTo("sha256:b");
        assertThat(digest(store.newest(AGENT, 0, ""))).isEqualTo("sha256:c");
        assertThat(digest(store.newest(AGENT, 2, ""))).isEqualTo("sha256:c");
        assertThat(store.newest(AGENT, 3, "prod")).isEmpty();
        assertThat(store.newest(new AgentKey("acme", "ns", "b"), 0, "")).isEmpty();
    }

    @Test
    void anAgentThatWasDeletedAndMadeAgainBeginsAnew() {
        keep(draft(7, "sha256:old", 10));
        keep(draft(1, "sha256:new", 50));
        assertThat(digest(store.newest(AGENT, 0, "prod"))).isEqualTo("sha256:new");
        assertThat(digest(store.newest(AGENT, 7, "prod"))).isEqualTo("sha256:old");
    }

    @Test
    void tenantsAreApart() {
        keep(draft(1, "sha256:a", 10));
        AgentKey other = new AgentKey("other", "ns", "a");
        assertThat(store.newest(other, 0, "")).isEmpty();
        assertThat(store.byDigest(other, "sha256:a")).isEmpty();
        assertThat(store.list(everything("other"), Optional.empty(), 10)).isEmpty();
        assertThat(store.history(other, "prod", Optional.empty(), 10)).isEmpty();
    }

    private static Selection everything(String tenant) {
        return new Selection(tenant, Set.of(), "", "");
    }

    @Test
    void pagesGoOnWhereTheLastOneEnded() {
        for (String name : List.of("b", "a", "c")) {
            for (long generation = 1; generation <= 3; generation++) {
                AgentKey agent = new AgentKey("acme", "ns", name);
                keep(
                        draft(
                                agent,
                                "prod",
                                generation,
                                "sha256:" + name + generation,
                                generation,
                                9));
            }
        }
        List<String> names = new ArrayList<>();
        Optional<Position> after = Optional.empty();
        List<Manifest> page;
        do {
            page = store.list(everything("acme"), after, 2);
            for (Manifest manifest : page) {
                String name = manifest.getResource().getMetadata().getName();
                names.add(name);
                String[] parts = name.split("-g");
                after = Optional.of(new Position("ns", parts[0], Long.parseLong(parts[1]), "prod"));
            }
        } while (!page.isEmpty());
        assertThat(names)
                .containsExactly(
                        "a-g3", "a-g2", "a-g1", "b-g3", "b-g2", "b-g1", "c-g3", "c-g2", "c-g1");
        Selection some = new Selection("acme", Set.of("ns"), "b", "prod");
        assertThat(store.list(some, Optional.empty(), 10)).hasSize(3);
        assertThat(store.list(new Selection("acme", Set.of("no"), "", ""), Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    void historyIsNewestFirstInPages() {
        for (int i = 0; i < 5; i++) {
            keep(draft(1, "sha256:" + i, 10 + i));
        }
        List<Manifest> first = store.history(AGENT, "prod", Optional.empty(), 2);
        assertThat(first).extracting(Manifest::getDigest).containsExactly("sha256:4", "sha256:3");
        Before last =
                new Before(
                        Times.instant(first.getLast().getCreatedAt()), first.getLast().getDigest());
        assertThat(store.history(AGENT, "prod", Optional.of(last), 10))
                .extracting(Manifest::getDigest)
                .containsExactly("sha256:2", "sha256:1", "sha256:0");
    }

    @Test
    void whatWasSupersededLongAgoGoesAndTheNewestOfEachGenerationStays() {
        keep(draft(1, "sha256:a", 10));
        keep(draft(1, "sha256:b", 11));
        keep(draft(2, "sha256:c", 12));
        Instant later = now.plus(Duration.ofDays(30));
        now = later;
        keep(draft(2, "sha256:d", 13));
        assertThat(store.dropSuperseded(later, 100)).isEqualTo(1);
        assertThat(store.byDigest(AGENT, "sha256:a")).isEmpty();
        assertThat(store.byDigest(AGENT, "sha256:b")).isPresent();
        // superseded a moment ago, however old it is
        assertThat(store.byDigest(AGENT, "sha256:c")).isPresent();
        assertThat(store.dropSuperseded(later, 100)).isZero();
    }

    @Test
    void whatCameBackIsNotDropped() {
        keep(draft(1, "sha256:a", 10));
        keep(draft(1, "sha256:b", 11));
        keep(draft(1, "sha256:a", 12));
        assertThat(store.dropSuperseded(now.plusSeconds(60), 100)).isEqualTo(1);
        assertThat(digest(store.newest(AGENT, 0, "prod"))).isEqualTo("sha256:a");
    }
}
