package dev.joch.worker.run;

import dev.joch.scheduler.v1.Lease;
import dev.joch.scheduler.v1.Run;
import dev.joch.worker.lease.HeldRun;
import dev.joch.worker.lease.RunOne;
import dev.joch.worker.lease.Scheduler;
import dev.joch.worker.lease.StopCause;
import dev.joch.worker.log.LogShipper;
import dev.joch.worker.log.LogSink;
import dev.joch.worker.log.RunLog;
import dev.joch.worker.run.RunSpans.Traced;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** The walk of one run: say that it begins, do it, say how it ended, leave nothing behind. */
final class RunExecution implements RunOne {

    private static final Logger LOG = LoggerFactory.getLogger(RunExecution.class);

    /** A run need not wait for the last lines of its log, nor should a reader for them. */
    private static final Duration LAST_LINES = Duration.ofMillis(500);

    /** Logs of runs that have ended and are still being sent. */
    private static final int MOST_LINGERING = 64;

    private final Scheduler scheduler;
    private final AskScheduler ask;
    private final TellOutcome tell;
    private final Attempt attempt;
    private final RunSpans spans;
    private final RunSettings settings;
    private final Path runs;
    private final Function<Lease, LogSink> sinks;
    private final InstantSource clock;
    private final AtomicLong number = new AtomicLong();
    private final Semaphore lingering = new Semaphore(MOST_LINGERING);

    RunExecution(
            Scheduler scheduler,
            AskScheduler ask,
            Attempt attempt,
            RunSpans spans,
            RunSettings settings,
            Path runs,
            Function<Lease, LogSink> sinks,
            InstantSource clock) {
        this.scheduler = scheduler;
        this.ask = ask;
        this.tell = new TellOutcome(scheduler);
        this.attempt = attempt;
        this.spans = spans;
        this.settings = settings;
        this.runs = runs;
        this.sinks = sinks;
        this.clock = clock;
    }

    @Override
    public int run(HeldRun held) throws InterruptedException {
        Outcome outcome;
        try {
            Run started =
                    ask.ask(held, "the begin of the run", () -> scheduler.start(held.lease()));
            // the input comes with the lease and with nothing else
            Run run =
                    started.toBuilder().clearInput().addAllInput(held.run().getInputList()).build();
            Traced traced = spans.begin(run);
            outcome = new Outcome.Abandoned();
            try {
                outcome = begun(held, run, traced);
            } finally {
                traced.ended(outcome);
            }
        } catch (RunEnds e) {
            outcome = e.outcome();
            tell.tell(held, outcome);
        }
        return Reports.exitStatus(outcome);
    }

    private Outcome begun(HeldRun held, Run run, Traced traced) throws InterruptedException {
        RunFolder folder;
        try {
            folder = RunFolder.make(runs, "run-" + number.incrementAndGet());
        } catch (IOException e) {
            Outcome failed =
                    Outcome.Failed.before(
                            FailureReason.START_FAILED,
                            "the worker has no folder for the run: " + e.getMessage());
            tell.tell(held, failed);
            return failed;
        }
        return in(folder, held, run, traced);
    }

    private Outcome in(RunFolder folder, HeldRun held, Run run, Traced traced)
            throws InterruptedException {
        RunLog log =
                new RunLog(
                        run.getAttempt(),
                        settings.log(),
                        clock,
                        folder.spool(),
                        () -> flooded(held));
        LogShipper shipper =
                LogShipper.start(log, sinks.apply(held.lease()), settings.log().linger());
        boolean sent = false;
        try {
            Outcome outcome = attempt.of(held, run, folder, log, traced);
            if (outcome instanceof Outcome.Failed failed && failed.tail().isEmpty()) {
                log.say(failed.reason().word() + ": " + failed.message());
            }
            if (held.isLost()) {
                shipper.stop();
            }
            sent = shipper.finish(LAST_LINES);
            tell.tell(held, outcome);
            return outcome;
        } finally {
            clear(folder, shipper, sent);
        }
    }

    private void flooded(HeldRun held) {
        if (settings.floodFails()) {
            held.stop(StopCause.LOG_FLOOD);
        }
    }

    /** The folder holds what of the log could not be sent yet, and goes when that has gone. */
    private void clear(RunFolder folder, LogShipper shipper, boolean sent) {
        if (sent || !lingering.tryAcquire()) {
            shipper.stop();
            delete(folder);
            return;
        }
        Thread.ofVirtual()
                .name("lingering-log")
                .start(() -> {
                    try {
                        shipper.await(settings.log().linger().plus(LAST_LINES));
                        shipper.stop();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        delete(folder);
                        lingering.release();
                    }
                });
    }

    private static void delete(RunFolder folder) {
        try {
            folder.delete();
        } catch (IOException e) {
            LOG.warn("{} stays: {}", folder.root(), e.getMessage());
        }
    }
}
