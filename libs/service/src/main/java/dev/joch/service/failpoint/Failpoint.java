package dev.joch.service.failpoint;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** All places; the list is what coverage is counted against. */
public enum Failpoint {
    /** The group is decided and written, nothing is committed. */
    STORE_COMMIT_BEFORE,
    /** The group is committed, nobody knows. */
    STORE_COMMIT_AFTER,
    /** Other replicas have not been told. */
    STORE_NOTIFY_BEFORE,
    STORE_NOTIFY_AFTER,
    /** The writer has not been answered. */
    STORE_ANSWER_BEFORE,
    STORE_ANSWER_AFTER,
    /** A change is about to leave for a watcher. */
    STORE_WATCH_SEND_BEFORE,
    STORE_WATCH_SEND_AFTER,
    STORE_COMPACT_BEFORE,
    STORE_COMPACT_AFTER,
    ADMISSION_ANSWER_BEFORE,
    ADMISSION_ANSWER_AFTER,
    /** The intent of a mutation is not durable. */
    AUDIT_COMMIT_BEFORE,
    AUDIT_COMMIT_AFTER,
    /** Manifests and their events are written, nothing is committed. */
    COMPILER_COMMIT_BEFORE,
    COMPILER_COMMIT_AFTER,
    /** What decisions depend on is written, nothing is committed. */
    ENGINE_COPY_COMMIT_BEFORE,
    ENGINE_COPY_COMMIT_AFTER,
    /** Decisions and what is told of them are written, nothing is committed. */
    ENGINE_DECISION_COMMIT_BEFORE,
    ENGINE_DECISION_COMMIT_AFTER,
    /** A grant or a rule out of force, made or ended, is written, nothing is committed. */
    ENGINE_EXCEPTION_COMMIT_BEFORE,
    ENGINE_EXCEPTION_COMMIT_AFTER,
    /** The decision is recorded, who asked for it has not been answered. */
    ENGINE_ANSWER_BEFORE,
    ENGINE_ANSWER_AFTER,
    APISERVER_ADMISSION_SEND_BEFORE,
    APISERVER_ADMISSION_SEND_AFTER,
    APISERVER_STORE_SEND_BEFORE,
    APISERVER_STORE_SEND_AFTER,
    APISERVER_ANSWER_BEFORE,
    APISERVER_ANSWER_AFTER,
    APISERVER_WATCH_SEND_BEFORE,
    APISERVER_WATCH_SEND_AFTER,
    /** A state change and its events are written, nothing is committed. */
    OUTBOX_ADD_BEFORE,
    OUTBOX_ADD_AFTER,
    /** The batch is read from the log, nobody has it. */
    RELAY_PUBLISH_BEFORE,
    /** The transport has the batch, the log does not know. */
    RELAY_PUBLISH_AFTER,
    RELAY_PLACE_BEFORE,
    RELAY_PLACE_AFTER,
    LOG_PRUNE_BEFORE,
    LOG_PRUNE_AFTER,
    /** The events are handled, nothing is committed. */
    CONSUMER_COMMIT_BEFORE,
    CONSUMER_COMMIT_AFTER,
    /** The consumer's state is committed, the transport does not know. */
    CONSUMER_ACK_BEFORE,
    CONSUMER_ACK_AFTER,
    /** An event is given up, nothing of it is kept yet. */
    CONSUMER_SET_ASIDE_BEFORE,
    CONSUMER_SET_ASIDE_AFTER,
    /** A key is not in the queue yet, nor is the event that names it taken. */
    CONTROLLER_WAKE_BEFORE,
    CONTROLLER_WAKE_AFTER,
    CONTROLLER_CLAIM_BEFORE,
    /** The keys belong to this process, nobody has looked at them. */
    CONTROLLER_CLAIM_AFTER,
    /**
     * What was seen, who depends on it and who is woken by it are written, nothing is committed.
     */
    CONTROLLER_GRAPH_COMMIT_BEFORE,
    CONTROLLER_GRAPH_COMMIT_AFTER,
    /** An agent has no bill yet. */
    CONTROLLER_BILL_BEFORE,
    CONTROLLER_BILL_AFTER,
    /** What was made for a record is gone, the record waits for its finalizer. */
    CONTROLLER_FINALIZER_BEFORE,
    CONTROLLER_FINALIZER_AFTER,
    /** A trigger is due, its run is not there. */
    CONTROLLER_TRIGGER_BEFORE,
    /** The run is there, the status of what started it does not say so. */
    CONTROLLER_TRIGGER_AFTER,
    /** A kind was compared with the store, nobody knows. */
    CONTROLLER_RESYNC_BEFORE,
    CONTROLLER_RESYNC_AFTER,
    /** Who depends on it is in the index, the status says nothing yet. */
    CONTROLLER_STATUS_BEFORE,
    CONTROLLER_STATUS_AFTER,
    /** A key was looked at, the queue does not know. */
    CONTROLLER_FINISH_BEFORE,
    CONTROLLER_FINISH_AFTER,
    /** A generation of a bill is written, nothing is committed. */
    AGBOM_COMMIT_BEFORE,
    AGBOM_COMMIT_AFTER,
    /** The generation is there, who asked for it has not been answered. */
    AGBOM_ANSWER_BEFORE,
    AGBOM_ANSWER_AFTER,
    /** Steps of runs and what is told of them are written, nothing is committed. */
    SCHEDULER_COMMIT_BEFORE,
    SCHEDULER_COMMIT_AFTER,
    /** A run is accepted, nobody has been asked whether it may start. */
    SCHEDULER_HOOK_BEFORE,
    /** The trigger hook has answered, the run does not know. */
    SCHEDULER_HOOK_AFTER,
    /** Workers were chosen, nothing is committed. */
    SCHEDULER_LEASE_COMMIT_BEFORE,
    /** Leases are given, no worker knows. */
    SCHEDULER_LEASE_COMMIT_AFTER,
    SCHEDULER_RENEW_COMMIT_BEFORE,
    SCHEDULER_RENEW_COMMIT_AFTER,
    /** A cancellation is durable, the worker has not heard of it. */
    SCHEDULER_ORDER_SEND_BEFORE,
    SCHEDULER_ORDER_SEND_AFTER,
    /** A lease is over, nobody has looked whether the run may be repeated. */
    SCHEDULER_LEDGER_BEFORE,
    SCHEDULER_LEDGER_AFTER,
    /** Runs that ended long ago are about to go. */
    SCHEDULER_FORGET_BEFORE,
    SCHEDULER_FORGET_AFTER,
    /** The step is committed, who asked for it has not been answered. */
    SCHEDULER_ANSWER_BEFORE,
    SCHEDULER_ANSWER_AFTER,
    WORKER_LEASE_BEFORE,
    /** Runs are this worker's, it has done nothing about them. */
    WORKER_LEASE_AFTER,
    /** The scheduler does not know that the program is about to start. */
    WORKER_START_BEFORE,
    WORKER_START_AFTER,
    /** What will hold the program is written down, the program is not there. */
    WORKER_SPAWN_BEFORE,
    /** The program runs, its process id is not written down. */
    WORKER_SPAWN_AFTER,
    WORKER_RENEW_BEFORE,
    WORKER_RENEW_AFTER,
    /** The program has ended, nobody has collected what it left. */
    WORKER_COLLECT_BEFORE,
    WORKER_COLLECT_AFTER,
    /** How the run ended is known here only. */
    WORKER_FINISH_BEFORE,
    WORKER_FINISH_AFTER,
    /** Spans are written, nothing is committed. */
    TRACE_SPANS_COMMIT_BEFORE,
    TRACE_SPANS_COMMIT_AFTER,
    /** Lines of a log are written, nothing is committed. */
    TRACE_LOG_COMMIT_BEFORE,
    TRACE_LOG_COMMIT_AFTER,
    /** Spans or lines are durable, who sent them does not know. */
    TRACE_ANSWER_BEFORE,
    /** What is kept of complete traces is decided, nothing is committed. */
    TRACE_VERDICT_COMMIT_BEFORE,
    TRACE_VERDICT_COMMIT_AFTER,
    /** Spans are read for the collector, it does not have them. */
    TRACE_EXPORT_SEND_BEFORE,
    /** The collector has them, nobody remembers. */
    TRACE_EXPORT_SEND_AFTER,
    TRACE_EXPORT_COMMIT_AFTER;

    private static final Map<Failpoint, FailpointPlan> PLANS =
            FailpointPlan.parse(System.getenv("JOCH_FAILPOINTS"));

    /** Constant for the compiler: a process without a plan pays next to nothing. */
    private static final boolean ARMED = !PLANS.isEmpty();

    private final AtomicLong hits = new AtomicLong();

    /** Does what the plan of this process says, mostly nothing. */
    public void hit() {
        if (ARMED) {
            long count = hits.incrementAndGet();
            @Nullable FailpointPlan plan = PLANS.get(this);
            if (plan != null) {
                plan.act(this, count);
            }
        }
    }
}
