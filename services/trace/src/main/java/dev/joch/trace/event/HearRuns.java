package dev.joch.trace.event;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.event.v1.EventContext;
import dev.joch.event.v1.ExecutionCreated;
import dev.joch.events.Event;
import dev.joch.events.EventHandler;
import dev.joch.trace.follow.RunSignals;
import dev.joch.trace.span.RunKey;
import dev.joch.trace.store.RunEventStore;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** Keeps what happens to runs, in the transaction that remembers the event. */
public final class HearRuns implements EventHandler {

    private final RunEventStore store;
    private final RunSignals signals;

    /** Runs of the transaction that this thread works on. */
    private final ThreadLocal<Set<RunKey>> touched = ThreadLocal.withInitial(HashSet::new);

    public HearRuns(RunEventStore store, RunSignals signals) {
        this.store = store;
        this.signals = signals;
    }

    @Override
    public void handle(Connection transaction, Event event) throws SQLException {
        EventContext context = context(event);
        if (context.getExecutionId().isEmpty()) {
            return;
        }
        RunKey run =
                new RunKey(
                        event.tenant(),
                        context.getAgent().getNamespace(),
                        context.getExecutionId());
        store.add(transaction, new Happened(new RunUid(run, context.getExecutionUid()), event));
        touched.get().add(run);
    }

    /** All events begin with their context. */
    private static EventContext context(Event event) {
        try {
            return ExecutionCreated.parseFrom(event.payload()).getContext();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "the payload of " + event.id() + " is not a " + event.type(), e);
        }
    }

    @Override
    public void committed() {
        touched.get().forEach(signals::told);
        touched.remove();
    }
}
