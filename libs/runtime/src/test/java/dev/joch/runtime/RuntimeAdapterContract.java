package dev.joch.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.service.problem.ProblemException;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** What every runtime must do; how things end is in {@link EndingContract}. */
public abstract class RuntimeAdapterContract extends EndingContract {

    @Test
    void jobTellsHowItEnded() {
        RuntimeAdapter runtime = open();
        assertThat(runtime.createJob(spec("fails", "echo out; echo err >&2; exit 7")))
                .isInstanceOf(Placed.New.class);
        assertThat(ended(runtime, "fails")).isEqualTo(new State.Ended(7, State.Cause.EXITED));
        assertThat(log(runtime, "fails").lines()).containsExactlyInAnyOrder("out", "err");
        runtime.createJob(spec("works", "exit 0"));
        assertThat(ended(runtime, "works")).isEqualTo(new State.Ended(0, State.Cause.EXITED));
    }

    @Test
    void signalIsToldAsSuch() {
        RuntimeAdapter runtime = open();
        runtime.createJob(spec("shot", "kill -KILL $$"));
        State.Ended ended = ended(runtime, "shot");
        assertThat(ended.status()).isEqualTo(137);
        assertThat(ended.cause()).isEqualTo(State.Cause.KILLED);
    }

    @Test
    void askingTwiceStartsOne() {
        RuntimeAdapter runtime = open();
        WorkloadSpec spec = spec("once", "echo begun; " + FOR_EVER);
        assertThat(runtime.createJob(spec)).isInstanceOf(Placed.New.class);
        String id = id(runtime, "once");
        assertThat(runtime.createJob(spec)).isInstanceOf(Placed.Found.class);
        assertThat(id(runtime, "once")).isEqualTo(id);
        assertThat(runtime.list()).hasSize(1);
    }

    @Test
    void jobThatEndedIsNotStartedAgain() {
        RuntimeAdapter runtime = open();
        WorkloadSpec spec = spec("done", "echo $JOCH_RUNTIME_INSTANCE");
        runtime.createJob(spec);
        String id = id(runtime, "done");
        ended(runtime, "done");
        assertThat(runtime.createJob(spec)).isInstanceOf(Placed.Found.class);
        assertThat(id(runtime, "done")).isEqualTo(id);
        assertThat(log(runtime, "done").strip()).isEqualTo(id);
    }

    @Test
    void manyControlPlanesStartOne() throws Exception {
        WorkloadSpec spec = spec("contested", FOR_EVER);
        Set<String> fresh = new ConcurrentSkipListSet<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            RuntimeAdapter each = open();
            String name = "plane " + i;
            threads.add(
                    Thread.startVirtualThread(() -> {
                        if (each.createJob(spec) instanceof Placed.New) {
                            fresh.add(name);
                        }
                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(fresh).hasSize(1);
        RuntimeAdapter runtime = open();
        running(runtime, "contested", 1);
        String id = id(runtime, "contested");
        Await.until("it runs", SOON, () -> !tested().processes(id).isEmpty());
    }

    @Test
    void nameWithAnotherSpecificationIsRefused() {
        RuntimeAdapter runtime = open();
        runtime.createJob(spec("name", FOR_EVER));
        String id = id(runtime, "name");
        assertThat(problem(runtime.createJob(spec("name", "exit 0"))))
                .isInstanceOf(RuntimeProblem.NameTaken.class);
        assertThat(problem(runtime.createWorker(spec("name", FOR_EVER))))
                .isInstanceOf(RuntimeProblem.NameTaken.class);
        assertThat(id(runtime, "name")).isEqualTo(id);
    }

    @Test
    void nameOfSomethingForeignIsRefusedAndLeftAlone() throws Exception {
        RuntimeAdapter runtime = open();
        try (AutoCloseable foreign = tested().occupy("foreign")) {
            assertThat(foreign).isNotNull();
            assertThat(problem(runtime.createJob(spec("foreign", "exit 0"))))
                    .isInstanceOf(RuntimeProblem.NameTaken.class);
            assertThat(runtime.list()).isEmpty();
            assertThat(runtime.delete("foreign", NOW)).isTrue();
            assertThat(tested().isOccupied("foreign")).isTrue();
        }
    }

    @Test
    void programThatIsNotThereIsRefused() {
        RuntimeAdapter runtime = open();
        RuntimeProblem problem =
                problem(runtime.createJob(WorkloadSpec.of("nothing", tested().unknown())));
        assertThat(problem.reason()).isIn("RUNTIME_IMAGE_UNKNOWN", "RUNTIME_PROGRAM_UNKNOWN");
        assertThat(problem(runtime.createWorker(WorkloadSpec.of("nobody", tested().unknown()))))
                .isEqualTo(problem);
        assertThat(runtime.list()).isEmpty();
    }

    @Test
    void environmentIsWhatWasGiven() {
        RuntimeAdapter runtime = open();
        Map<String, String> given =
                Map.of("JOCH_ONE", "with 'quotes' $HOME\nand a line", "JOCH_TWO", "");
        runtime.createJob(
                spec("clean", "env; echo \"<$JOCH_ONE>\"; touch \"$HOME/h\" \"$TMPDIR/t\"")
                        .environment(given));
        String log = log(runtime, "clean");
        assertThat(log).contains("<with 'quotes' $HOME\nand a line>", "JOCH_TWO=");
        assertThat(
                        log.lines()
                                .filter(line -> line.matches("[A-Z_]+=.*"))
                                .map(line -> line.substring(0, line.indexOf('='))))
                .isSubsetOf(
                        "JOCH_ONE",
                        "JOCH_TWO",
                        "JOCH_RUNTIME_INSTANCE",
                        "HOME",
                        "PATH",
                        "TMPDIR",
                        "LANG",
                        "PWD",
                        "OLDPWD",
                        "SHLVL",
                        "HOSTNAME",
                        "_");
        assertThat(ended(runtime, "clean").status()).isZero();
    }

    @Test
    void logIsFollowedWhileItGrows() {
        RuntimeAdapter runtime = open();
        runtime.createJob(spec("talks", "echo first; sleep 1; echo second; sleep 1; echo third"));
        try (LogStream log = runtime.logs("talks", 0, LogRequest.FOLLOW)) {
            String first =
                    Await.value(
                            "the first line comes alone",
                            SOON,
                            () ->
                                    log.next(Duration.ofMillis(100)) instanceof LogRead.Chunk chunk
                                            ? chunk.bytes().toStringUtf8()
                                            : null);
            assertThat(first).isEqualTo("first\n");
            assertThat(text(log)).isEqualTo("second\nthird\n");
        }
        try (LogStream tail = runtime.logs("talks", 0, new LogRequest(8, false))) {
            assertThat(text(tail)).isEqualTo("third\n");
        }
    }

    @Test
    void floodStandsNobodyInTheWay() {
        RuntimeAdapter runtime = open();
        // long lines: an engine counts its work by lines, and many short ones are its load test
        runtime.createJob(
                spec(
                        "flood",
                        "line=$(head -c 999 /dev/zero | tr '\\0' x); yes $line | head -c 120000000;"
                                + " echo; echo end"));
        try (LogStream unread = runtime.logs("flood", 0, LogRequest.FOLLOW)) {
            assertThat(ended(runtime, "flood").status()).isZero();
            assertThat(unread).isNotNull();
        }
        String kept = log(runtime, "flood");
        assertThat((long) kept.length()).isLessThanOrEqualTo(tested().mostLog());
        assertThat(kept).endsWith("end\n");
    }

    @Test
    void poolHasTheNumberThatIsAskedFor() {
        RuntimeAdapter runtime = open();
        runtime.createWorker(spec("pool", FOR_EVER));
        running(runtime, "pool", 1);
        String first = id(runtime, "pool");
        assertThat(runtime.scale("pool", 3, NOW)).isInstanceOf(Placed.Found.class);
        running(runtime, "pool", 3);
        assertThat(id(runtime, "pool")).isEqualTo(first);
        runtime.scale("pool", 1, NOW);
        running(runtime, "pool", 1);
        assertThat(id(runtime, "pool")).isEqualTo(first);
        runtime.scale("pool", 0, NOW);
        running(runtime, "pool", 0);
        assertThat(status(runtime, "pool").replicas()).isZero();
        assertThat(runtime.createWorker(spec("pool", FOR_EVER))).isInstanceOf(Placed.Found.class);
        running(runtime, "pool", 0);
        runtime.scale("pool", 2, NOW);
        running(runtime, "pool", 2);
        assertThat(id(runtime, "pool")).isNotEqualTo(first);
    }

    @Test
    void workerThatEndedIsReplacedWhenAsked() {
        RuntimeAdapter runtime = open();
        runtime.createWorker(spec("weak", "sleep 0.3; exit 3"));
        String first = id(runtime, "weak");
        assertThat(ended(runtime, "weak").status()).isEqualTo(3);
        runtime.createWorker(spec("weak", "sleep 0.3; exit 3"));
        assertThat(id(runtime, "weak")).isEqualTo(first);
        runtime.scale("weak", 1, NOW);
        assertThat(id(runtime, "weak")).isNotEqualTo(first);
    }

    @Test
    void memoryHasItsLimit() {
        RuntimeAdapter runtime = open();
        Limits limits = new Limits(0, 64L << 20, 0, true);
        runtime.createJob(spec("hungry", tested().eat(400)).limits(limits));
        State.Ended ended = ended(runtime, "hungry");
        assertThat(ended.status()).isNotZero();
        if (tested().tellsOutOfMemory()) {
            assertThat(ended.cause()).isEqualTo(State.Cause.OUT_OF_MEMORY);
        }
        runtime.createJob(spec("modest", tested().eat(8)).limits(limits));
        assertThat(ended(runtime, "modest").status()).isZero();
    }

    @Test
    void processesHaveTheirLimitOrItIsSaid() {
        RuntimeAdapter runtime = open();
        WorkloadSpec crowd =
                spec(
                        "crowd",
                        "i=0; while [ $i -lt 60 ]; do sleep 5 & i=$((i+1)); done; echo all 60");
        Limits limits = new Limits(0, 0, 20, false);
        Placed placed = runtime.createJob(crowd.limits(limits));
        assertThat(placed).isInstanceOf(Placed.New.class);
        if (((Placed.New) placed).handle().unheld().contains(Limit.PIDS)) {
            RuntimeProblem problem =
                    problem(
                            runtime.createJob(
                                    spec("strict", "exit 0").limits(new Limits(0, 0, 20, true))));
            assertThat(problem)
                    .isEqualTo(
                            new RuntimeProblem.LimitsNotPossible(
                                    runtime.name(), Set.of(Limit.PIDS)));
            assertThat(runtime.status("strict")).isEmpty();
        } else {
            assertThat(log(runtime, "crowd")).doesNotContain("all 60");
        }
    }

    @Test
    void whenTheRuntimeIsAwayItIsSaidAndItGoesOnAfterwards() throws Exception {
        RuntimeAdapter runtime = open();
        runtime.createJob(spec("before", FOR_EVER));
        String id = id(runtime, "before");
        try (AutoCloseable away = tested().away()) {
            assertThat(away).isNotNull();
            away(() -> runtime.createJob(spec("meanwhile", "exit 0")));
            away(() -> runtime.status("before"));
            away(runtime::list);
            away(() -> runtime.delete("before", NOW));
            away(() -> runtime.scale("before", 1, NOW));
        }
        Await.until("it answers again", SOON, () -> !runtime.list().isEmpty());
        assertThat(id(runtime, "before")).isEqualTo(id);
        runtime.createJob(spec("meanwhile", "exit 0"));
        assertThat(ended(runtime, "meanwhile").status()).isZero();
    }

    private static void away(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem())
                                        .isInstanceOf(RuntimeProblem.RuntimeAway.class));
    }

    @Test
    void whatIsNotThereIsSaidSo() {
        RuntimeAdapter runtime = open();
        assertThat(runtime.status("nobody")).isEmpty();
        assertThat(runtime.delete("nobody", NOW)).isTrue();
        unknown(() -> runtime.scale("nobody", 1, NOW));
        unknown(() -> runtime.logs("nobody", 0, LogRequest.ALL));
        runtime.createJob(spec("job", FOR_EVER));
        unknown(() -> runtime.scale("job", 2, NOW));
        unknown(() -> runtime.logs("job", 1, LogRequest.ALL));
    }

    private static void unknown(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem())
                                        .isInstanceOf(RuntimeProblem.WorkloadUnknown.class));
    }

    @Test
    void watcherHearsOfAnEnd() {
        RuntimeAdapter runtime = open();
        Set<String> heard = new ConcurrentSkipListSet<>();
        try (RuntimeAdapter.Watch watch = runtime.watch(heard::add)) {
            assertThat(watch).isNotNull();
            runtime.createJob(spec("short", "sleep 0.5"));
            Await.until("the end is heard of", SOON, () -> heard.contains("short"));
        }
    }

    @Test
    void labelsAreKept() {
        RuntimeAdapter runtime = open();
        Map<String, String> labels = Map.of("joch.dev/deployment", "support", "team", "a b");
        runtime.createWorker(spec("labelled", FOR_EVER).labels(labels));
        WorkloadStatus now = status(runtime, "labelled");
        assertThat(now.labels()).isEqualTo(labels);
        assertThat(now.kind()).isEqualTo(WorkloadKind.POOL);
        assertThat(now.digest())
                .isEqualTo(
                        SpecText.digest(
                                SpecText.write(
                                        WorkloadKind.POOL,
                                        spec("labelled", FOR_EVER).labels(labels))));
    }
}
