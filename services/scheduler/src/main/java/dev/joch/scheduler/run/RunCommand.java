package dev.joch.scheduler.run;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.scheduler.v1.RunReport;

/** What is to happen to a run. */
public sealed interface RunCommand {

    RunKey key();

    /**
     * Take it in, or claim it when whoever took it in did not settle it.
     *
     * @param draft what the Execution says, without phase and input
     * @param claim under which it is settled when it is new. A run that was forgotten may come
     *     again: what was found out for its first life must not settle its second
     * @param displaces uid of a run of that name that has ended, and whose Execution is known to be
     *     no more; empty when nobody has looked
     */
    record Accept(Run draft, ExecutionInput input, String trigger, long claim, String displaces)
            implements RunCommand {

        public Accept(Run draft, ExecutionInput input, String trigger) {
            this(draft, input, trigger, 1, "");
        }

        public Accept under(long number) {
            return new Accept(draft, input, trigger, number, displaces);
        }

        public Accept displacing(String uid) {
            return new Accept(draft, input, trigger, claim, uid);
        }

        @Override
        public RunKey key() {
            return RunKey.of(draft.getExecution());
        }
    }

    /** Claim it, if it is due. */
    record Claim(RunKey key, String uid) implements RunCommand {}

    /** Say what came of settling it under that claim. */
    record Settle(RunKey key, String uid, long claim, Settlement settlement)
            implements RunCommand {}

    /** Give it to a worker. */
    record Lease(RunKey key, String uid, String worker) implements RunCommand {}

    record Start(LeaseRef lease) implements RunCommand {
        @Override
        public RunKey key() {
            return lease.key();
        }
    }

    /**
     * @param outcome succeeded, failed or cancelled
     */
    record Finish(LeaseRef lease, RunPhase outcome, String reason, String message, RunReport report)
            implements RunCommand {
        @Override
        public RunKey key() {
            return lease.key();
        }
    }

    record Cancel(RunKey key, String uid, String by, String reason) implements RunCommand {}

    record Forget(RunKey key, String uid) implements RunCommand {}

    /** The lease is over: take it away from its holder, before anybody looks what it has done. */
    record Fence(LeaseRef lease) implements RunCommand {
        @Override
        public RunKey key() {
            return lease.key();
        }
    }

    /**
     * The lease is over.
     *
     * @param risk what may have happened that must not happen twice; empty when nothing
     */
    record LoseLease(LeaseRef lease, String risk) implements RunCommand {
        @Override
        public RunKey key() {
            return lease.key();
        }
    }

    /** It has taken as long as it may. */
    record PassDeadline(LeaseRef lease) implements RunCommand {
        @Override
        public RunKey key() {
            return lease.key();
        }
    }
}
