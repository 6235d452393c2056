package dev.joch.worker.run;

import dev.joch.scheduler.v1.FinishRunRequest;
import dev.joch.service.problem.FailureLog;
import dev.joch.worker.lease.Backoff;
import dev.joch.worker.lease.HeldRun;
import dev.joch.worker.lease.Scheduler;

import io.grpc.StatusRuntimeException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;

/**
 * Tells how a run ended until it is taken in. The scheduler refuses when the run is somebody
 * else's: the token of the lease says so better than our clock, so it alone ends the telling.
 */
final class TellOutcome {

    private static final Logger LOG = LoggerFactory.getLogger(TellOutcome.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Scheduler scheduler;

    TellOutcome(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void tell(HeldRun held, Outcome outcome) throws InterruptedException {
        Optional<FinishRunRequest> request = Reports.of(held.lease(), outcome);
        if (request.isEmpty() || held.isLost()) {
            return;
        }
        Optional<String> refused = until(held, request.get());
        if (refused.isPresent()) {
            Optional<String> again = until(held, Reports.refused(held.lease(), refused.get()));
            again.ifPresent(why ->
                    LOG.error(
                            "the end of {} is not taken in: {}",
                            held.lease().getExecution().getName(),
                            why));
        }
    }

    /** Empty when it is taken in, or nobody's business of ours any more; else why it is refused. */
    private Optional<String> until(HeldRun held, FinishRunRequest request)
            throws InterruptedException {
        Backoff pause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
        while (!held.isLost()) {
            try {
                scheduler.finish(request);
                return Optional.empty();
            } catch (StatusRuntimeException e) {
                switch (Scheduler.failure(e)) {
                    case LEASE_LOST -> {
                        return Optional.empty();
                    }
                    case REFUSED -> {
                        return Optional.of(String.valueOf(e.getStatus().getDescription()));
                    }
                    case AWAY -> FailureLog.warn(LOG, "the end of a run was not taken in", e);
                }
            }
            pause.await();
        }
        return Optional.empty();
    }
}
