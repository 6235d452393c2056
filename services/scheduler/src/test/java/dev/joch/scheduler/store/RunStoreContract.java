package dev.joch.scheduler.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.resource.v1alpha1.Part;
import dev.joch.scheduler.place.Bound;
import dev.joch.scheduler.place.Limits;
import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.RunPatience;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.run.Times;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.scheduler.v1.RunReport;
import dev.joch.scheduler.v1.WorkerState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What every store of runs promises. */
abstract class RunStoreContract {

    static final Limits NONE = bound -> 0;

    private static final Duration SHORT = Duration.ofMillis(200);

    private final List<RunStore> opened = new ArrayList<>();
    RunStore store;

    /** An empty one. */
    abstract RunStore open(RunPatience patience);

    /** Types of the events that the store has told. */
    abstract List<String> told(RunStore store);

    /** So much time goes by, by the clock of the stores. */
    abstract void pass(Duration time);

    @BeforeEach
    void start() {
        store = opened(Waiting.PATIENCE);
    }

    /** One in which leases and claims last no time at all. */
    private RunStore hasty() {
        return opened(RunPatience.of(SHORT, SHORT, SHORT, Duration.ofMinutes(2)));
    }

    private RunStore opened(RunPatience patience) {
        RunStore one = open(patience);
        opened.add(one);
        return one;
    }

    @AfterEach
    void close() {
        opened.forEach(RunStore::close);
    }

    static LeaseRef leased(RunStore store, String worker) {
        return store.lease(List.of(Waiting.ask(worker, 1)), NONE)
                .given()
                .getFirst()
                .getFirst()
                .lease();
    }

    @Test
    void aNamespaceWithThousandsThatWaitDoesNotDelayAnother() {
        Waiting.fill(store, "noisy", "ns", 3_000);
        Waiting.fill(store, "acme", "noisy", 1_000);
        Waiting.fill(store, "acme", "quiet", 5);
        int decisions = 0;
        int quiet = 0;
        Map<String, Integer> others = new HashMap<>();
        while (quiet < 5) {
            decisions++;
            for (RunStore.Leased leased :
                    store.lease(List.of(Waiting.ask("w", 1)), NONE).given().getFirst()) {
                RunKey key = leased.lease().key();
                if (key.namespace().equals("quiet")) {
                    quiet++;
                } else {
                    others.merge(key.tenant(), 1, Integer::sum);
                }
            }
        }
        // every second turn is the other tenant's, every second of the rest the other namespace's
        assertThat(decisions).isLessThanOrEqualTo(20);
        assertThat(others.getOrDefault("noisy", 0)).isBetween(8, 10);
    }

    @Test
    void severalWhoAskAreServedByOneDecisionWithinTheLimits() {
        Waiting.fill(store, "acme", "ns", 40);
        Bound agent = Bound.agent("acme", "ns", "agent");
        RunStore.Round round =
                store.lease(
                        List.of(Waiting.ask("a", 10), Waiting.ask("b", 10), Waiting.ask("c", 10)),
                        bound -> bound.equals(agent) ? 25 : 0);
        assertThat(round.given().stream().mapToInt(List::size).sum()).isEqualTo(25);
        assertThat(round.given()).allSatisfy(given -> assertThat(given).isNotEmpty());
        assertThat(
                        round.given().stream()
                                .flatMap(List::stream)
                                .map(leased -> leased.lease().key())
                                .distinct())
                .hasSize(25);
        assertThat(store.running("acme", List.of(agent))).isEqualTo(Map.of(agent, 25));
        assertThat(store.waiting()).isEqualTo(15);
    }

    @Test
    void oneGroupDecidesEachCommandOnWhatTheOneBeforeItLeft() {
        List<RunKey> keys = Waiting.fill(store, "acme", "ns", 1);
        RunStore.Leased leased =
                store.lease(List.of(Waiting.ask("w", 1)), NONE).given().getFirst().getFirst();
        RunCommand finish =
                new RunCommand.Finish(
                        leased.lease(),
                        RunPhase.RUN_PHASE_SUCCEEDED,
                        "",
                        "",
                        RunReport.getDefaultInstance());
        List<RunDecision> decisions =
                store.commit(
                        List.of(
                                new RunCommand.Start(leased.lease()),
                                finish,
                                finish,
                                new RunCommand.Forget(keys.getFirst(), leased.lease().uid())));
        assertThat(decisions.get(0)).isInstanceOf(RunDecision.Become.class);
        assertThat(decisions.get(1)).isInstanceOf(RunDecision.Become.class);
        assertThat(decisions.get(2)).isInstanceOf(RunDecision.Stay.class);
        assertThat(decisions.get(3)).isInstanceOf(RunDecision.Gone.class);
        assertThat(store.find(keys.getFirst())).isEmpty();
        assertThat(told(store))
                .containsExactly(
                        "joch.event.v1.ExecutionCreated",
                        "joch.event.v1.ExecutionScheduled",
                        "joch.event.v1.ExecutionStarted",
                        "joch.event.v1.ExecutionSucceeded");
    }

    @Test
    void anotherWorkerCannotRenewALease() {
        Waiting.fill(store, "acme", "ns", 1);
        LeaseRef lease =
                store.lease(List.of(Waiting.ask("w", 1)), NONE)
                        .given()
                        .getFirst()
                        .getFirst()
                        .lease();
        assertThat(store.renew(Waiting.ask("v", 1).worker(), List.of(lease)).lost())
                .containsExactly(lease);
        assertThat(store.renew(Waiting.ask("w", 1).worker(), List.of(lease)).lost()).isEmpty();
    }

    @Test
    void whatEndedLongAgoIsDropped() {
        List<RunKey> keys = Waiting.fill(store, "acme", "ns", 3);
        store.commit(List.of(new RunCommand.Cancel(keys.getFirst(), "u-ns0", "alice", "")));
        assertThat(store.dropEnded(Duration.ofHours(1), 10)).isZero();
        assertThat(store.dropEnded(Duration.ZERO, 10)).isEqualTo(1);
        assertThat(store.find(keys.getFirst())).isEmpty();
        assertThat(store.find(keys)).hasSize(2);
    }

    @Test
    void aListOfThoseThatLiveLeavesOutThoseThatEnded() {
        List<RunKey> keys = Waiting.fill(store, "acme", "ns", 4);
        store.commit(List.of(new RunCommand.Cancel(keys.get(2), "u-ns2", "alice", "")));
        List<String> names = new ArrayList<>();
        store.list(
                        new RunStore.Selection(
                                "acme",
                                "ns",
                                "agent",
                                Set.of(RunPhase.RUN_PHASE_PENDING, RunPhase.RUN_PHASE_RUNNING)),
                        Optional.empty(),
                        10)
                .forEach(run -> names.add(run.getExecution().getName()));
        assertThat(names).containsExactly("run-000000", "run-000001", "run-000003");
        StoredRun last = store.find(keys.get(3)).orElseThrow();
        assertThat(store.ahead(last)).isEqualTo(2);
    }

    @Test
    void aLeaseThatIsOverIsDueUntilItIsRenewedOrLost() {
        RunStore hasty = hasty();
        RunKey key = Waiting.fill(hasty, "acme", "ns", 1).getFirst();
        LeaseRef lease = leased(hasty, "w");
        pass(SHORT);
        assertThat(hasty.due(10).over()).containsExactly(new RunStore.Over(lease, "w", false));
        hasty.renew(Waiting.ask("w", 1).worker(), List.of(lease));
        assertThat(hasty.due(10).over()).isEmpty();
        RunCommand lose = new RunCommand.LoseLease(lease, "");
        assertThat(hasty.commit(List.of(lose)).getFirst()).isInstanceOf(RunDecision.Stay.class);
        hasty.commit(List.of(new RunCommand.Start(lease)));
        pass(SHORT);
        assertThat(hasty.due(10).over()).containsExactly(new RunStore.Over(lease, "w", true));
        hasty.commit(List.of(lose));
        assertThat(hasty.find(key).orElseThrow().run().getPhase())
                .isEqualTo(RunPhase.RUN_PHASE_FAILED);
        assertThat(hasty.due(10).over()).isEmpty();
    }

    @Test
    void aLeaseThatWasLostBeforeItBeganIsGivenToAnother() {
        RunStore hasty = hasty();
        RunKey key = Waiting.fill(hasty, "acme", "ns", 1).getFirst();
        LeaseRef first = leased(hasty, "w");
        pass(SHORT);
        hasty.commit(List.of(new RunCommand.LoseLease(first, "")));
        assertThat(hasty.waiting()).isEqualTo(1);
        LeaseRef second = leased(hasty, "v");
        assertThat(second.token()).isGreaterThan(first.token());
        assertThat(hasty.renew(Waiting.ask("w", 1).worker(), List.of(first)).lost())
                .containsExactly(first);
        assertThat(hasty.commit(List.of(new RunCommand.Start(first))).getFirst())
                .isInstanceOf(RunDecision.Refuse.class);
        assertThat(hasty.find(key).orElseThrow().leaseUntil()).isPositive();
    }

    @Test
    void aLeaseThatIsTakenAwayIsDueAndNobodysToRenew() {
        RunStore hasty = hasty();
        RunKey key = Waiting.fill(hasty, "acme", "ns", 1).getFirst();
        LeaseRef lease = leased(hasty, "w");
        hasty.commit(List.of(new RunCommand.Start(lease)));
        pass(SHORT);
        hasty.commit(List.of(new RunCommand.Fence(lease)));
        assertThat(hasty.find(key).orElseThrow().fenced()).isTrue();
        assertThat(hasty.renew(Waiting.ask("w", 1).worker(), List.of(lease)).lost())
                .containsExactly(lease);
        assertThat(hasty.due(10).over()).containsExactly(new RunStore.Over(lease, "w", true));
        hasty.commit(List.of(new RunCommand.LoseLease(lease, "")));
        assertThat(hasty.due(10).over()).isEmpty();
    }

    @Test
    void aRunThatNobodySettlesIsDueWhenItsClaimIsOver() {
        RunStore hasty = hasty();
        RunKey key = new RunKey("acme", "ns", "run");
        hasty.commit(List.of(Waiting.accept(key, "u", run -> run)));
        assertThat(hasty.waiting()).isEqualTo(1);
        assertThat(hasty.due(10).unsettled()).isEmpty();
        pass(SHORT);
        StoredRun due = hasty.due(10).unsettled().getFirst();
        assertThat(due).isEqualTo(hasty.find(key).orElseThrow());
        hasty.commit(List.of(new RunCommand.Claim(key, "u")));
        assertThat(hasty.due(10).unsettled()).isEmpty();
    }

    @Test
    void ofARunThatTakesTooLongTheEndIsOrdered() {
        RunKey key = new RunKey("acme", "ns", "run");
        store.commit(
                List.of(
                        Waiting.accept(key, "u", run -> run.setTimeoutMs(SHORT.toMillis())),
                        Waiting.settle(key, "u", Optional.empty())));
        LeaseRef lease = leased(store, "w");
        store.commit(List.of(new RunCommand.Start(lease)));
        assertThat(store.due(10).late()).isEmpty();
        pass(SHORT);
        assertThat(store.due(10).late()).containsExactly(lease);
        store.commit(List.of(new RunCommand.PassDeadline(lease)));
        assertThat(store.due(10).late()).isEmpty();
        assertThat(store.orders(Set.of("w", "v"))).containsExactly(new RunStore.Order("w", lease));
        assertThat(store.orders(Set.of("v"))).isEmpty();
        assertThat(store.renew(Waiting.ask("w", 1).worker(), List.of(lease)).cancelled())
                .containsExactly(lease);
    }

    @Test
    void workersThatWereHeardOfAreListedWithTheirLeases() {
        Waiting.fill(store, "acme", "ns", 2);
        store.lease(List.of(Waiting.ask("w", 2)), NONE);
        store.renew(Waiting.ask("v", 1).worker(), List.of());
        assertThat(store.workers(Duration.ofMinutes(1)))
                .extracting(WorkerState::getWorker, WorkerState::getLeases)
                .containsExactly(tuple("v", 0), tuple("w", 2));
        pass(SHORT);
        assertThat(store.workers(SHORT)).isEmpty();
    }

    @Test
    void whatTheHookChangesIsGivenWithTheLeaseAndWithNothingElse() {
        RunKey key = new RunKey("acme", "ns", "run");
        ExecutionInput changed =
                ExecutionInput.newBuilder()
                        .addContent(Part.newBuilder().setKind("text").setText("changed"))
                        .build();
        store.commit(List.of(Waiting.accept(key, "u", run -> run)));
        assertThat(store.input(key, "u").orElseThrow().getContentCount()).isZero();
        store.commit(List.of(Waiting.settle(key, "u", Optional.of(changed))));
        assertThat(store.input(key, "u")).contains(changed);
        Run given =
                store.lease(List.of(Waiting.ask("w", 1)), NONE).given().getFirst().getFirst().run();
        assertThat(given.getInputList()).isEqualTo(changed.getContentList());
        assertThat(store.find(key).orElseThrow().run().getInputCount()).isZero();
    }

    @Test
    void aListGoesOnBehindTheLastOneOfAPage() {
        Waiting.fill(store, "acme", "ns", 3);
        Waiting.fill(store, "other", "ns", 1);
        RunStore.Selection all = new RunStore.Selection("acme", "", "", Set.of());
        List<Run> page = store.list(all, Optional.empty(), 2);
        Run last = page.getLast();
        List<Run> rest =
                store.list(
                        all,
                        Optional.of(
                                new RunStore.Position(
                                        Times.micros(last.getCreatedAt()),
                                        last.getExecution().getNamespace(),
                                        last.getExecution().getName())),
                        2);
        assertThat(page).hasSize(2);
        assertThat(rest)
                .extracting(run -> run.getExecution().getName())
                .containsExactly("run-000002");
    }

    @Test
    void oneRunIsGivenToWhoeverAsksForItAlone() {
        List<RunKey> keys = Waiting.fill(store, "acme", "ns", 3);
        RunStore.Ask ask =
                new RunStore.Ask(Waiting.ask("w", 1).worker(), 1, Optional.of(keys.get(2)));
        assertThat(store.lease(List.of(ask), NONE).given().getFirst())
                .extracting(leased -> leased.lease().key())
                .containsExactly(keys.get(2));
        assertThat(store.lease(List.of(ask), NONE).given().getFirst()).isEmpty();
    }
}
