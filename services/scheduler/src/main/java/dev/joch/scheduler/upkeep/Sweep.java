package dev.joch.scheduler.upkeep;

import dev.joch.events.loop.Loop;
import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.store.RunStore;
import dev.joch.scheduler.submit.CommitRuns;
import dev.joch.scheduler.submit.QueueGauge;
import dev.joch.scheduler.submit.SubmitRun;
import dev.joch.service.problem.FailureLog;
import dev.joch.service.process.ServicePart;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Looks after runs that nobody else looks after. */
public final class Sweep implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private static final int MOST_AT_ONCE = 256;

    /** A count of all that waits costs as much as all the rest of a look. */
    private static final int LOOKS_PER_COUNT = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RunStore store;
    private final CommitRuns commit;
    private final SubmitRun submit;
    private final TakeBack takeBack;
    private final QueueGauge gauge;
    private final Chores chores;
    private final Grace grace;
    private final Duration every;
    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Loop loop;
    private long looks;

    public Sweep(
            RunStore store,
            CommitRuns commit,
            SubmitRun submit,
            Ledger ledger,
            QueueGauge gauge,
            Chores chores,
            Pace pace) {
        this.store = store;
        this.commit = commit;
        this.submit = submit;
        this.takeBack = new TakeBack(store, commit, ledger, PATIENCE);
        this.gauge = gauge;
        this.chores = chores;
        this.grace = new Grace(pace.lease(), pace.every().multipliedBy(5), pace.nanos());
        this.every = pace.every();
    }

    /**
     * @param lease after which silence counts
     * @param every how often is looked
     * @param nanos of a clock that nobody sets
     */
    public record Pace(Duration lease, Duration every, LongSupplier nanos) {}

    /** One look. */
    public void look() {
        RunStore.Due due = store.due(MOST_AT_ONCE);
        boolean silenceCounts = grace.counts();
        if (looks++ % LOOKS_PER_COUNT == 0) {
            gauge.count();
        }
        each(due.unsettled(), run -> submit.take(run, PATIENCE), this::unsettled);
        each(due.late(), this::late, this::stays);
        if (silenceCounts) {
            each(due.over(), takeBack::over, over -> stays(over.lease()));
        }
    }

    private void late(LeaseRef lease) {
        commit.one(new RunCommand.PassDeadline(lease), PATIENCE);
    }

    private void unsettled(StoredRun run) {
        LOG.debug("{} is settled later", run.key().text());
    }

    private void stays(LeaseRef lease) {
        LOG.debug("{} is looked at later", lease.key().text());
    }

    /** Whatever fails is found again by the next look. */
    private <T> void each(List<T> all, Consumer<T> act, Consumer<T> failed) {
        chores.all(all.stream().<Runnable>map(one -> () -> attempt(one, act, failed)).toList());
    }

    private static <T> void attempt(T one, Consumer<T> act, Consumer<T> failed) {
        try {
            act.accept(one);
        } catch (RuntimeException e) {
            FailureLog.warn(LOG, "a look failed", e);
            failed.accept(one);
        }
    }

    private final class Looking implements Loop.Turn {

        @Override
        public boolean turn() {
            look();
            return false;
        }

        @Override
        public void rest() throws InterruptedException {
            if (stop.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("the sweep stops");
            }
        }
    }

    @Override
    public String name() {
        return "scheduler sweep";
    }

    /** After the mesh: it asks peers. */
    @Override
    public int order() {
        return 160;
    }

    @Override
    public void start() {
        loop = Loop.start("scheduler-sweep", new Looking());
    }

    @Override
    public void close() {
        stop.countDown();
        if (loop != null) {
            loop.close();
        }
    }
}
