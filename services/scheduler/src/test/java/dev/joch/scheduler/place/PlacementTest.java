package dev.joch.scheduler.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.v1.WorkerDescription;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Who gets what, and why others do not. */
final class PlacementTest {

    private static final Limits NONE = bound -> 0;

    private Map<Party, Share> shares = new HashMap<>();
    private long places;

    private static Demand demand(String namespace, String agent) {
        return demand("acme", namespace, agent, placement -> placement);
    }

    private static Demand demand(
            String tenant,
            String namespace,
            String agent,
            UnaryOperator<dev.joch.scheduler.v1.Placement.Builder> change) {
        return new Demand(
                tenant,
                namespace,
                agent,
                "prod",
                "custom-java",
                "custom",
                change.apply(dev.joch.scheduler.v1.Placement.newBuilder().setPool("default"))
                        .build());
    }

    private Candidate run(Demand demand, String name, int priority) {
        return new Candidate(
                new RunKey(demand.tenant(), demand.namespace(), name),
                "u-" + name,
                priority,
                ++places,
                demand);
    }

    private Line line(Demand demand, int count, boolean more) {
        List<Candidate> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(run(demand, demand.agent() + "-" + i, 0));
        }
        return new Line(runs, more);
    }

    private static Offer offer(String worker, int free) {
        return offer(worker, free, description -> description);
    }

    private static Offer offer(
            String worker, int free, UnaryOperator<WorkerDescription.Builder> change) {
        return new Offer(
                change.apply(
                                WorkerDescription.newBuilder()
                                        .setWorker(worker)
                                        .setPool("default")
                                        .setRuntime("local")
                                        .setCapacity(8))
                        .build(),
                free);
    }

    private Plan plan(List<Offer> offers, List<Line> lines, Occupancy occupancy) {
        Plan plan = Placement.plan(offers, lines, occupancy, new Turns(shares));
        shares = new HashMap<>(shares);
        shares.putAll(plan.moved());
        return plan;
    }

    private static Occupancy empty() {
        return new Occupancy(NONE, Map.of());
    }

    private static List<String> names(Plan plan) {
        return plan.given().stream().map(given -> given.run().key().name()).toList();
    }

    private static Map<String, Integer> byNamespace(Plan plan) {
        Map<String, Integer> counts = new HashMap<>();
        plan.given().forEach(given -> counts.merge(given.run().key().namespace(), 1, Integer::sum));
        return counts;
    }

    @Test
    void withinANamespacePriorityComesFirstAndThenAge() {
        Demand a = demand("ns", "a");
        Demand b = demand("ns", "b");
        Candidate old = run(a, "old", 0);
        Candidate urgent = run(b, "urgent", 5);
        Candidate young = run(a, "young", 0);
        Plan plan =
                plan(
                        List.of(offer("w", 3)),
                        List.of(
                                new Line(List.of(old, young), false),
                                new Line(List.of(urgent), false)),
                        empty());
        assertThat(names(plan)).containsExactly("urgent", "old", "young");
    }

    @Test
    void namespacesTakeTurnsHoweverManyWaitInOne() {
        Plan plan =
                plan(
                        List.of(offer("w", 6)),
                        List.of(
                                line(demand("noisy", "a"), 6, true),
                                line(demand("quiet", "a"), 2, false),
                                line(demand("other", "a"), 2, false)),
                        empty());
        assertThat(byNamespace(plan))
                .containsExactlyInAnyOrderEntriesOf(Map.of("noisy", 2, "quiet", 2, "other", 2));
    }

    @Test
    void tenantsTakeTurnsHoweverManyNamespacesOneHas() {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            lines.add(line(demand("big", "ns" + i, "a", placement -> placement), 4, false));
        }
        lines.add(line(demand("small", "ns", "a", placement -> placement), 10, false));
        Plan plan = plan(List.of(offer("w", 20)), lines, empty());
        assertThat(
                        plan.given().stream()
                                .filter(given -> given.run().key().tenant().equals("small"))
                                .count())
                .isEqualTo(10);
    }

    @Test
    void whoHadNothingToDoGetsNoCredit() {
        for (int i = 0; i < 50; i++) {
            plan(List.of(offer("w", 1)), List.of(line(demand("busy", "a"), 1, false)), empty());
        }
        Plan plan =
                plan(
                        List.of(offer("w", 10)),
                        List.of(
                                line(demand("busy", "a"), 10, false),
                                line(demand("late", "a"), 10, false)),
                        empty());
        assertThat(byNamespace(plan)).isEqualTo(Map.of("busy", 5, "late", 5));
    }

    @Test
    void turnsGoOnOverManySmallDecisions() {
        Map<String, Integer> total = new HashMap<>();
        for (int i = 0; i < 90; i++) {
            Plan plan =
                    plan(
                            List.of(offer("w", 1)),
                            List.of(
                                    line(demand("a", "x"), 1, true),
                                    line(demand("b", "x"), 1, true),
                                    line(demand("c", "x"), 1, true)),
                            empty());
            byNamespace(plan).forEach((name, count) -> total.merge(name, count, Integer::sum));
        }
        assertThat(total).isEqualTo(Map.of("a", 30, "b", 30, "c", 30));
    }

    @Test
    void whoeverWantsWhatFewWorkersHaveIsNotStarvedByTheOthers() {
        // every second decision is for a worker that only `plain` fits
        Demand special =
                demand("acme", "special", "a", placement -> placement.setRegion("eu-central"));
        Map<String, Integer> total = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            Offer offer =
                    i % 2 == 0
                            ? offer("plain", 1)
                            : offer("eu", 1, worker -> worker.setRegion("eu-central"));
            Plan plan =
                    plan(
                            List.of(offer),
                            List.of(
                                    line(demand("plain", "a"), 1, true),
                                    line(demand("plainer", "a"), 1, true),
                                    line(special, 1, true)),
                            empty());
            byNamespace(plan).forEach((name, count) -> total.merge(name, count, Integer::sum));
        }
        assertThat(total.get("special")).isGreaterThanOrEqualTo(16);
        assertThat(total.get("plain")).isBetween(25, 42);
        assertThat(total.get("plainer")).isBetween(25, 42);
    }

    @Test
    void limitsOfAgentNamespaceAndEnvironmentHold() {
        for (Bound bound :
                List.of(
                        Bound.agent("acme", "ns", "a"),
                        Bound.namespace("acme", "ns"),
                        Bound.environment("acme", "prod"))) {
            Occupancy occupancy =
                    new Occupancy(asked -> asked.equals(bound) ? 4 : 0, Map.of(bound, 3));
            Line line = line(demand("ns", "a"), 5, false);
            Plan plan = plan(List.of(offer("w", 5)), List.of(line), occupancy);
            assertThat(plan.given()).as(bound.toString()).hasSize(1);
            assertThat(plan.skipped().values())
                    .singleElement()
                    .satisfies(obstacle ->
                            assertThat(obstacle.sentence()).endsWith("runs 4 of at most 4"));
        }
    }

    @Test
    void aLineAtItsLimitDoesNotHoldUpOthers() {
        Bound full = Bound.agent("acme", "ns", "full");
        Plan plan =
                plan(
                        List.of(offer("w", 3)),
                        List.of(
                                line(demand("ns", "full"), 3, true),
                                line(demand("ns", "free"), 2, false)),
                        new Occupancy(asked -> asked.equals(full) ? 1 : 0, Map.of(full, 1)));
        assertThat(names(plan)).containsExactly("free-0", "free-1");
    }

    @Test
    void whoWantsSomethingElseIsSkippedWithTheReason() {
        record Case(UnaryOperator<dev.joch.scheduler.v1.Placement.Builder> wants, String why) {}
        for (Case each :
                List.of(
                        new Case(
                                placement -> placement.setRuntime("docker"),
                                "no worker of pool default has runtime docker"),
                        new Case(
                                placement -> placement.setRegion("eu"),
                                "no worker of pool default has region eu"),
                        new Case(
                                placement -> placement.putLabels("gpu", "yes"),
                                "no worker of pool default has label gpu=yes"))) {
            Demand demand = demand("acme", "ns", "a", each.wants());
            Plan plan = plan(List.of(offer("w", 5)), List.of(line(demand, 1, false)), empty());
            assertThat(plan.given()).isEmpty();
            assertThat(plan.skipped().values())
                    .singleElement()
                    .satisfies(obstacle -> assertThat(obstacle.sentence()).isEqualTo(each.why()));
            assertThat(Placement.obstacles(demand, List.of(offer("w", 5)), empty()))
                    .extracting(Obstacle::sentence)
                    .containsExactly(each.why());
        }
    }

    @Test
    void frameworksAreWordsOrNamesAndNoneIsAll() {
        Demand demand = demand("ns", "a");
        assertThat(offer("w", 1).misfit(demand)).isEmpty();
        assertThat(offer("w", 1, worker -> worker.addFrameworks("custom")).misfit(demand))
                .isEmpty();
        assertThat(offer("w", 1, worker -> worker.addFrameworks("custom-java")).misfit(demand))
                .isEmpty();
        assertThat(offer("w", 1, worker -> worker.addFrameworks("adk")).misfit(demand))
                .contains(new Obstacle.Lacking("default", "framework custom"));
    }

    @Test
    void theExplanationNamesWhatIsMissing() {
        Demand demand = demand("ns", "a");
        assertThat(sentences(demand, List.of()))
                .containsExactly("no worker of pool default has been heard of");
        assertThat(sentences(demand, List.of(offer("w", 1, worker -> worker.setPool("other")))))
                .containsExactly("no worker of pool default has been heard of");
        assertThat(sentences(demand, List.of(offer("w", 0))))
                .containsExactly("the worker of pool default that could take it is full");
        assertThat(sentences(demand, List.of(offer("v", 0), offer("w", 0))))
                .containsExactly("all 2 workers of pool default that could take it are full");
        assertThat(sentences(demand, List.of(offer("w", 1)))).isEmpty();
    }

    private static List<String> sentences(Demand demand, List<Offer> workers) {
        return Placement.obstacles(demand, workers, empty()).stream()
                .map(Obstacle::sentence)
                .toList();
    }

    @Test
    void loadIsSpreadOverTheWorkers() {
        Plan plan =
                plan(
                        List.of(offer("v", 2), offer("w", 4)),
                        List.of(line(demand("ns", "a"), 4, false)),
                        empty());
        assertThat(plan.given()).extracting(Plan.Given::offer).containsExactly(1, 1, 0, 1);
    }

    @Test
    void behindTheEndOfAnUnknownLineSomebodyMoreUrgentMayWait() {
        Candidate urgent = run(demand("ns", "a"), "urgent", 9);
        Plan plan =
                plan(
                        List.of(offer("w", 4)),
                        List.of(new Line(List.of(urgent), true), line(demand("ns", "b"), 3, false)),
                        empty());
        assertThat(names(plan)).containsExactly("urgent");
        assertThat(plan.again()).isTrue();
        assertThat(plan.dark()).containsExactly(demand("ns", "a").line());
    }

    @Test
    void whereNoSeatIsFreeNobodyLooksFurther() {
        List<Line> lines =
                List.of(
                        new Line(List.of(run(demand("one", "a"), "first", 0)), true),
                        new Line(List.of(run(demand("two", "b"), "second", 0)), true));
        Plan plan = plan(List.of(offer("w", 2)), lines, empty());
        assertThat(names(plan)).containsExactly("first", "second");
        assertThat(plan.again()).isFalse();
        assertThat(plan(List.of(offer("w", 3)), lines, empty()).dark()).hasSize(2);
    }

    @Test
    void equalDemandsStandInOneLine() {
        Demand one =
                demand(
                        "acme",
                        "ns",
                        "a",
                        placement -> placement.putLabels("x", "1").putLabels("y", "2"));
        Demand same =
                demand(
                        "acme",
                        "ns",
                        "a",
                        placement -> placement.putLabels("y", "2").putLabels("x", "1"));
        assertThat(one.line()).isEqualTo(same.line());
        assertThat(demand("ns", "a").line()).isNotEqualTo(demand("ns", "b").line());
        assertThat(demand("ns", "a").line()).isNotEqualTo(one.line());
    }

    /**
     * Whatever waits and whoever asks: no offer is overdrawn, no limit passed, no run given twice.
     */
    @Test
    void anyPlanKeepsTheBounds() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<Offer> offers = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                offers.add(
                        offer(
                                "w" + i,
                                random.nextInt(5),
                                worker -> worker.setRegion("r" + random.nextInt(2))));
            }
            List<Line> lines = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(6); i++) {
                String region = random.nextBoolean() ? "" : "r" + random.nextInt(2);
                lines.add(
                        line(
                                demand(
                                        "t" + random.nextInt(2),
                                        "n" + random.nextInt(3),
                                        "a" + i,
                                        placement -> placement.setRegion(region)),
                                1 + random.nextInt(5),
                                random.nextBoolean()));
            }
            int limit = 1 + random.nextInt(3);
            Plan plan =
                    Placement.plan(
                            offers,
                            lines,
                            new Occupancy(bound -> limit, Map.of()),
                            new Turns(Map.of()));
            assertThat(plan.given().stream().map(given -> given.run().key()).distinct().count())
                    .as("seed " + seed)
                    .isEqualTo(plan.given().size());
            Map<Integer, Integer> taken = new HashMap<>();
            Map<Bound, Integer> counts = new HashMap<>();
            for (Plan.Given given : plan.given()) {
                taken.merge(given.offer(), 1, Integer::sum);
                Bound.of(given.run().demand())
                        .forEach(bound -> counts.merge(bound, 1, Integer::sum));
                assertThat(offers.get(given.offer()).misfit(given.run().demand())).isEmpty();
            }
            taken.forEach((offer, count) ->
                    assertThat(count).isLessThanOrEqualTo(offers.get(offer).free()));
            assertThat(counts.values())
                    .allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(limit));
        }
    }
}
