package dev.joch.scheduler.simulation;

import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.scheduler.run.RunRules;
import dev.joch.scheduler.run.Settlement;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.store.MemoryRunStore;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;

import java.util.List;
import java.util.Optional;

/** Rules with a mistake in them, each of a sort that somebody could make. */
enum BrokenRule implements MemoryRunStore.Rule {

    /** Whoever reports about a run that is held is taken to be its holder. */
    FENCING_IGNORED("stale report", "token", "held by two") {
        @Override
        public RunDecision decide(Optional<StoredRun> current, RunCommand command, long now) {
            return switch (command) {
                case RunCommand.Start start ->
                        rules(current, new RunCommand.Start(newest(current, start.lease())), now);
                case RunCommand.Finish finish ->
                        rules(
                                current,
                                new RunCommand.Finish(
                                        newest(current, finish.lease()),
                                        finish.outcome(),
                                        finish.reason(),
                                        finish.message(),
                                        finish.report()),
                                now);
                case RunCommand other -> rules(current, other, now);
            };
        }
    },

    /** A run that had begun is given away as if it had not. */
    NOT_COUNTED("too many attempts", "done twice") {
        @Override
        public RunDecision decide(Optional<StoredRun> current, RunCommand command, long now) {
            if (command instanceof RunCommand.LoseLease lose
                    && current.isPresent()
                    && current.get().run().getPhase() == RunPhase.RUN_PHASE_RUNNING) {
                Run run =
                        current.get().run().toBuilder()
                                .setPhase(RunPhase.RUN_PHASE_SCHEDULED)
                                .build();
                return rules(Optional.of(changed(current.get(), run)), lose, now);
            }
            return rules(current, command, now);
        }
    },

    /** What a run has done to the world is not asked for. */
    RISK_IGNORED("done twice", "given away") {
        @Override
        public RunDecision decide(Optional<StoredRun> current, RunCommand command, long now) {
            return rules(
                    current,
                    command instanceof RunCommand.LoseLease lose
                            ? new RunCommand.LoseLease(lose.lease(), "")
                            : command,
                    now);
        }
    },

    /** What a run has done is asked for while its worker may still do more. */
    HOLDER_NOT_SHUT_OUT("done twice", "given away") {
        @Override
        public RunDecision decide(Optional<StoredRun> current, RunCommand command, long now) {
            return command instanceof RunCommand.Fence
                            && rules(current, command, now) instanceof RunDecision.Become fenced
                    ? new RunDecision.Stay(fenced.run())
                    : rules(current, command, now);
        }
    },

    /** A report that comes again is taken in again. */
    FINISHED_AGAIN("succeeded twice", "ended twice") {
        @Override
        public RunDecision decide(Optional<StoredRun> current, RunCommand command, long now) {
            if (command instanceof RunCommand.Finish
                    && rules(current, command, now) instanceof RunDecision.Stay there) {
                Run run =
                        there.run().run().toBuilder()
                                .setVersion(there.run().run().getVersion() + 1)
                                .build();
                return new RunDecision.Become(
                        changed(there.run(), run), Optional.empty(), List.of());
            }
            return rules(current, command, now);
        }
    },

    /** Nobody takes a lease away that its worker does not renew. */
    NEVER_LOST("no end") {
        @Override
        public RunDecision decide(Optional<StoredRun> current, RunCommand command, long now) {
            return command instanceof RunCommand.LoseLease && current.isPresent()
                    ? new RunDecision.Stay(current.get())
                    : rules(current, command, now);
        }
    },

    /** A run in job mode goes where all others do. */
    JOB_LIKE_ANY("not its worker") {
        @Override
        public RunDecision decide(Optional<StoredRun> current, RunCommand command, long now) {
            return rules(
                    current,
                    command instanceof RunCommand.Settle settle
                                    && settle.settlement() instanceof Settlement.Ready ready
                            ? new RunCommand.Settle(
                                    settle.key(), settle.uid(), settle.claim(), pooled(ready))
                            : command,
                    now);
        }
    },

    /** A run is forgotten while its worker goes on with it. */
    FORGOTTEN_AT_ONCE("no end") {
        @Override
        public RunDecision decide(Optional<StoredRun> current, RunCommand command, long now) {
            return command instanceof RunCommand.Forget
                            && rules(current, command, now) instanceof RunDecision.Become
                    ? new RunDecision.Gone(List.of())
                    : rules(current, command, now);
        }
    },

    /** A run that nobody wants waits for whoever wants it. */
    UNWANTED_KEPT("back again") {
        @Override
        public RunDecision decide(Optional<StoredRun> current, RunCommand command, long now) {
            return rules(
                    current,
                    command instanceof RunCommand.Settle settle
                                    && settle.settlement() instanceof Settlement.Unwanted
                            ? new RunCommand.Settle(
                                    settle.key(),
                                    settle.uid(),
                                    settle.claim(),
                                    new Settlement.NotYet("Waits", "for its Execution", "Gone"))
                            : command,
                    now);
        }
    },

    /** Whatever has the name of what is to be forgotten is forgotten. */
    NAMESAKE_FORGOTTEN("lost", "no end", "went on") {
        @Override
        public RunDecision decide(Optional<StoredRun> current, RunCommand command, long now) {
            return rules(
                    current,
                    command instanceof RunCommand.Forget && current.isPresent()
                            ? new RunCommand.Forget(command.key(), current.get().run().getUid())
                            : command,
                    now);
        }
    };

    private final List<String> seenAs;

    BrokenRule(String... seenAs) {
        this.seenAs = List.of(seenAs);
    }

    /** Names of the findings by which it is found. */
    List<String> seenAs() {
        return seenAs;
    }

    private static RunDecision rules(Optional<StoredRun> current, RunCommand command, long now) {
        return new RunRules(Plane.PATIENCE).decide(current, command, now);
    }

    private static Settlement pooled(Settlement.Ready ready) {
        return new Settlement.Ready(
                ready.agentGeneration(),
                ready.framework(),
                ready.sdk(),
                ready.environment(),
                ready.placement().toBuilder().setPool("default").build(),
                ready.manifestDigest(),
                ready.bill(),
                ready.billGeneration(),
                ready.input());
    }

    private static LeaseRef newest(Optional<StoredRun> current, LeaseRef lease) {
        return current.filter(run -> run.leased() && run.run().getUid().equals(lease.uid()))
                .map(LeaseRef::of)
                .orElse(lease);
    }

    private static StoredRun changed(StoredRun there, Run run) {
        return new StoredRun(
                run,
                there.trigger(),
                there.sdk(),
                there.claim(),
                there.dueAt(),
                there.place(),
                there.token(),
                there.leaseUntil(),
                there.deadline(),
                there.cancelReason());
    }
}
