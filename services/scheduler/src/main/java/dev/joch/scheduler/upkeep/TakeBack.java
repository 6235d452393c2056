package dev.joch.scheduler.upkeep;

import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.store.RunStore;
import dev.joch.scheduler.submit.CommitRuns;
import dev.joch.service.failpoint.Failpoint;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/**
 * Takes leases back that are over.
 *
 * <p>Whether a run may be repeated depends on what it has done, so its holder is shut out first:
 * otherwise it could come back between the look and the decision and do something that nobody has
 * seen. Whoever dies in between is followed by whoever looks next.
 */
final class TakeBack {

    private static final Logger LOG = LoggerFactory.getLogger(TakeBack.class);

    private final RunStore store;
    private final CommitRuns commit;
    private final Ledger ledger;
    private final Duration patience;

    TakeBack(RunStore store, CommitRuns commit, Ledger ledger, Duration patience) {
        this.store = store;
        this.commit = commit;
        this.ledger = ledger;
        this.patience = patience;
    }

    void over(RunStore.Over over) {
        String risk = "";
        if (over.started() && repeatable(over.lease())) {
            if (!shutOut(over.lease())) {
                return;
            }
            Failpoint.SCHEDULER_LEDGER_BEFORE.hit();
            risk = ledger.risk(over.lease().key()).orElse("");
            Failpoint.SCHEDULER_LEDGER_AFTER.hit();
        }
        LOG.info("worker {} lost {}", over.worker(), over.lease().key().text());
        commit.one(new RunCommand.LoseLease(over.lease(), risk), patience);
    }

    /** Only then does it matter what it did. */
    private boolean repeatable(LeaseRef lease) {
        return store.find(lease.key())
                .map(StoredRun::run)
                .filter(run -> run.getAttempt() < run.getMaxAttempts())
                .isPresent();
    }

    /** False when it was renewed meanwhile, or has ended. */
    private boolean shutOut(LeaseRef lease) {
        return switch (commit.one(new RunCommand.Fence(lease), patience)) {
            case RunDecision.Become become -> become.run().fenced();
            case RunDecision.Stay stay -> stay.run().fenced();
            case RunDecision.Gone gone -> false;
            case RunDecision.Refuse refuse -> false;
        };
    }
}
