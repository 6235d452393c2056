package dev.joch.worker.run;

import com.google.protobuf.Timestamp;

import dev.joch.scheduler.v1.IssueIdentityResponse;
import dev.joch.service.problem.FailureLog;
import dev.joch.worker.lease.HeldRun;
import dev.joch.worker.lease.Scheduler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** The token of a run in its file, renewed when half of its time is over. */
final class RunIdentity implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunIdentity.class);

    private static final Duration SOONEST = Duration.ofMillis(500);

    /** Half of five minutes: for a token that does not say, and for clocks that disagree. */
    private static final Duration USUAL = Duration.ofSeconds(150);

    private final Scheduler scheduler;
    private final HeldRun held;
    private final RunFolder folder;
    private final InstantSource clock;
    private final String first;
    private final Thread thread;
    private volatile boolean open = true;

    private RunIdentity(
            Scheduler scheduler,
            HeldRun held,
            RunFolder folder,
            InstantSource clock,
            IssueIdentityResponse issued) {
        this.scheduler = scheduler;
        this.held = held;
        this.folder = folder;
        this.clock = clock;
        this.first = issued.getToken();
        this.thread = Thread.ofVirtual().name("run-identity").unstarted(() -> keep(wait(issued)));
    }

    /** Writes the first token and sees to it that there is always a valid one. */
    static RunIdentity keep(
            Scheduler scheduler,
            HeldRun held,
            RunFolder folder,
            InstantSource clock,
            IssueIdentityResponse issued)
            throws IOException {
        folder.replace(folder.token(), issued.getToken());
        RunIdentity identity = new RunIdentity(scheduler, held, folder, clock, issued);
        identity.thread.start();
        return identity;
    }

    /** The token as it was at the start. */
    String first() {
        return first;
    }

    private void keep(Duration firstWait) {
        Duration wait = firstWait;
        while (open) {
            LockSupport.parkNanos(wait.toNanos());
            if (!open) {
                return;
            }
            try {
                IssueIdentityResponse issued = scheduler.identity(held.lease());
                folder.replace(folder.token(), issued.getToken());
                wait = wait(issued);
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("the token of a run was not written: {}", e.getMessage());
                wait = SOONEST.multipliedBy(4);
            } catch (RuntimeException e) {
                FailureLog.warn(LOG, "the token of a run was not renewed", e);
                wait = SOONEST.multipliedBy(4);
            }
        }
    }

    private Duration wait(IssueIdentityResponse issued) {
        if (!issued.hasExpiresAt()) {
            return USUAL;
        }
        Timestamp expires = issued.getExpiresAt();
        Duration left =
                Duration.between(
                        clock.instant(),
                        Instant.ofEpochSecond(expires.getSeconds(), expires.getNanos()));
        Duration half = left.dividedBy(2);
        return half.compareTo(SOONEST) < 0 ? SOONEST : half.compareTo(USUAL) > 0 ? USUAL : half;
    }

    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
    }
}
