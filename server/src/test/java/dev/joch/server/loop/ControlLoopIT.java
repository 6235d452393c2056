package dev.joch.server.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.joch.server.split.SplitCluster;
import dev.joch.server.turn.Turn;
import dev.joch.testkit.cluster.Children;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.history.Depth;
import dev.joch.testkit.history.Seed;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fleet is applied to Joch in its split shape while every process of it is killed in turn, Kafka
 * and Postgres too. In the end everything is as in a run in which nobody died.
 *
 * <p>{@code -Djoch.fleet=N} sets the number of agents (300, and 1,000 where the run is deep, which
 * also has every process die and not an eighth of them), {@code -Djoch.rounds=N} how often the
 * whole is repeated.
 */
class ControlLoopIT {

    private static final int AGENTS =
            Integer.getInteger("joch.fleet", Depth.ofThisRun().isAtLeast(Depth.DEEP) ? 1_000 : 300);
    private static final int ROUNDS = Integer.getInteger("joch.rounds", 1);
    private static final String KAFKA = "kafka";
    private static final String POSTGRES = "postgres";
    private static final Duration SETTLED = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Seed seed = Seed.of(ControlLoopIT.class);
    private final Fleet fleet = new Fleet(AGENTS);
    private final Path folder = Path.of("target", "robustness", "loop").toAbsolutePath();

    @Test
    void whoeverDiesTheLoopComesToTheSameEnd() throws IOException {
        Turn.assumeOf(ControlLoopIT.class);
        SortedMap<String, String> undisturbed = undisturbed();
        assertThat(undisturbed).hasSize(AGENTS);
        for (int round = 1; round <= ROUNDS; round++) {
            disturbed(round, undisturbed);
        }
        assertThat(Children.left()).as("processes left over").isEmpty();
    }

    /** Everything in one process, and nobody dies. */
    private SortedMap<String, String> undisturbed() throws IOException {
        try (CollapsedRun run = CollapsedRun.start(SplitCluster.fresh(folder.resolve("quiet")));
                FleetApi api = new FleetApi(run.address(), run.token())) {
            fleet.requests().forEach(api::apply);
            settle(api);
            return api.manifests();
        }
    }

    private void disturbed(int round, SortedMap<String, String> undisturbed) throws IOException {
        Path place = SplitCluster.fresh(folder.resolve("round-" + round));
        try (SplitCluster cluster = SplitCluster.ofEverything(place)) {
            cluster.start();
            try (FleetApi api = new FleetApi(cluster.rest(), cluster.token())) {
                AtomicInteger applied = new AtomicInteger();
                List<String> requests = fleet.requests();
                Thread load =
                        Thread.ofPlatform()
                                .name("fleet")
                                .start(() ->
                                        requests.forEach(request -> {
                                            api.apply(request);
                                            applied.incrementAndGet();
                                        }));
                List<String> deaths = everybodyDies(cluster, load, applied, requests.size());
                join(load);
                assertThat(applied).as("requests that were acknowledged").hasValue(requests.size());
                settle(api);
                System.out.printf(
                        "control loop, round %d: %d agents, %d deaths %s, all settled%n",
                        round, AGENTS, deaths.size(), deaths);
                assertThat(differing(api.manifests(), undisturbed))
                        .as("manifests that differ from those of the undisturbed run")
                        .isEmpty();
                nothingWasLost(api, cluster.kafka().bootstrapServers());
            }
        }
    }

    /** One after the other, spread over the load; each is up again before the next one dies. */
    private List<String> everybodyDies(
            SplitCluster cluster, Thread load, AtomicInteger applied, int requests) {
        List<String> all = new ArrayList<>(cluster.services());
        all.addAll(List.of(KAFKA, POSTGRES));
        List<String> dying = Depth.ofThisRun().some(all, seed);
        for (int i = 0; i < dying.size(); i++) {
            int from = requests * (i + 1) / (dying.size() + 2);
            Await.until(
                    from + " requests are acknowledged",
                    SETTLED,
                    () -> applied.get() >= from || !load.isAlive());
            dies(cluster, dying.get(i));
        }
        return dying;
    }

    private static void dies(SplitCluster cluster, String name) {
        switch (name) {
            case KAFKA -> {
                cluster.kafka().kill();
                cluster.kafka().restart();
            }
            case POSTGRES -> {
                cluster.postgres().kill();
                cluster.postgres().restart();
            }
            default -> {
                Member member = cluster.member(name);
                member.kill();
                member.start();
            }
        }
    }

    private static void join(Thread load) {
        try {
            assertThat(load.join(SETTLED)).as("the load came to its end").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until every status speaks of the newest spec and every agent is ready. */
    private void settle(FleetApi api) {
        Await.value(
                "every status has seen the newest spec",
                SETTLED,
                PAUSE,
                () -> {
                    List<JsonNode> resources = api.resources();
                    List<String> open =
                            resources.stream()
                                    .map(FleetApi::unseen)
                                    .filter(lack -> !lack.isEmpty())
                                    .toList();
                    if (!open.isEmpty()) {
                        throw new IllegalStateException(
                                open.size() + " lag behind, among them " + open.getFirst());
                    }
                    List<String> unready =
                            resources.stream()
                                    .filter(resource ->
                                            resource.path("kind").asText().equals("Agent"))
                                    .filter(resource ->
                                            !resource.path("status")
                                                    .path("phase")
                                                    .asText()
                                                    .equals("Ready"))
                                    .map(JsonNode::toString)
                                    .toList();
                    if (!unready.isEmpty()) {
                        throw new IllegalStateException(
                                unready.size() + " are not ready: " + unready.getFirst());
                    }
                    if (api.bills().values().stream().filter(bill -> bill > 0).count() < AGENTS) {
                        throw new IllegalStateException("agents lack their bill of materials");
                    }
                    return resources;
                });
    }

    private static Map<String, String> differing(
            SortedMap<String, String> found, SortedMap<String, String> expected) {
        Map<String, String> differing = new TreeMap<>();
        expected.forEach((name, manifest) -> {
            if (!manifest.equals(found.get(name))) {
                differing.put(name, found.get(name) + "\ninstead of\n" + manifest);
            }
        });
        found.keySet().stream()
                .filter(name -> !expected.containsKey(name))
                .forEach(name -> differing.put(name, "is there in spite of all"));
        return differing;
    }

    /** The last events may still be on their way when the last status is there. */
    private void nothingWasLost(FleetApi api, String kafka) {
        EventTail events =
                Await.value(
                        "every last change was told",
                        SETTLED,
                        PAUSE,
                        () -> {
                            EventTail read = EventTail.read(kafka);
                            Map<String, String> untold = untold(api, read);
                            if (!untold.isEmpty()) {
                                throw new IllegalStateException("untold: " + untold);
                            }
                            return read;
                        });
        assertThat(events.setAside()).as("events that were set aside").isEmpty();
        assertThat(events.revisions().values())
                .as("revisions of one record in the order of the topic, repeats left out")
                .allMatch(EventTail::rises);
    }

    /** What Kafka should hold of the state that is there, and does not. */
    private static Map<String, String> untold(FleetApi api, EventTail events) {
        Map<String, String> untold = new TreeMap<>();
        for (JsonNode resource : api.resources()) {
            JsonNode metadata = resource.path("metadata");
            String name =
                    resource.path("kind").asText()
                            + "/"
                            + metadata.path("namespace").asText()
                            + "/"
                            + metadata.path("name").asText();
            List<Long> told = events.revisions().getOrDefault(name, List.of());
            if (!told.contains(metadata.path("resourceVersion").asLong())) {
                untold.put(name, "at " + metadata.path("resourceVersion") + ", told " + told);
            }
        }
        api.manifests()
                .forEach((name, manifest) -> {
                    if (!events.compiled().contains(FleetApi.digest(manifest))) {
                        untold.put("manifest of " + name, manifest);
                    }
                });
        api.bills()
                .forEach((agent, generation) -> {
                    if (!events.bills().contains(agent + "@" + generation)) {
                        untold.put("bill of " + agent, "" + generation);
                    }
                });
        return untold;
    }
}
