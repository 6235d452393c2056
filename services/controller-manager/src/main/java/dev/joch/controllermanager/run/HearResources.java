package dev.joch.controllermanager.run;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.controllermanager.queue.Urgency;
import dev.joch.controllermanager.queue.Wake;
import dev.joch.controllermanager.queue.WakeRows;
import dev.joch.event.v1.EventContext;
import dev.joch.event.v1.ExecutionCreated;
import dev.joch.event.v1.ResourceApplied;
import dev.joch.event.v1.ResourceDeleted;
import dev.joch.event.v1.ResourceStatusUpdated;
import dev.joch.events.Event;
import dev.joch.events.EventHandler;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Events become rows of the queue. They only say where to look: whether something changed that
 * matters to others is found out by whoever looks.
 */
final class HearResources implements EventHandler {

    private final Map<String, Reconciler> reconcilers;
    private final OwnStatuses own;
    private final Runnable committed;

    HearResources(Map<String, Reconciler> reconcilers, OwnStatuses own, Runnable committed) {
        this.reconcilers = Map.copyOf(reconcilers);
        this.own = own;
        this.committed = committed;
    }

    /** What is derived from records, and statuses that nobody here reads, wake nobody here. */
    @Override
    public boolean hears(Event event) {
        return switch (event.type()) {
            case "joch.event.v1.ResourceApplied",
                    "joch.event.v1.ResourceDeleted",
                    "joch.event.v1.ExecutionScheduled",
                    "joch.event.v1.ExecutionStarted",
                    "joch.event.v1.ExecutionSucceeded",
                    "joch.event.v1.ExecutionFailed",
                    "joch.event.v1.ExecutionCancelled" ->
                    true;
            case "joch.event.v1.ResourceStatusUpdated" -> hearsStatus(event);
            default -> false;
        };
    }

    private boolean hearsStatus(Event event) {
        try {
            Reconciler reconciler =
                    reconcilers.get(
                            ResourceStatusUpdated.parseFrom(event.payload()).getKey().getKind());
            return reconciler != null && reconciler.hearsStatus();
        } catch (InvalidProtocolBufferException e) {
            // whoever handles it says what is wrong with it
            return true;
        }
    }

    @Override
    public void handle(Connection transaction, Event event) throws SQLException {
        try {
            switch (event.type()) {
                case "joch.event.v1.ResourceApplied" -> {
                    ResourceApplied applied = ResourceApplied.parseFrom(event.payload());
                    wake(transaction, event, applied.getKey(), applied.getRevision());
                }
                case "joch.event.v1.ResourceDeleted" -> {
                    ResourceDeleted deleted = ResourceDeleted.parseFrom(event.payload());
                    wake(transaction, event, deleted.getKey(), deleted.getRevision());
                }
                case "joch.event.v1.ResourceStatusUpdated" -> {
                    ResourceStatusUpdated updated =
                            ResourceStatusUpdated.parseFrom(event.payload());
                    if (!own.echo(whole(event, updated.getKey()), updated.getRevision())) {
                        wake(transaction, event, updated.getKey(), updated.getRevision());
                    }
                }
                default -> wake(transaction, event, execution(event), 0);
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "the payload of " + event.id() + " is not a " + event.type(), e);
        }
    }

    private void wake(Connection transaction, Event event, ResourceKey key, long revision)
            throws SQLException {
        if (!reconcilers.containsKey(key.getKind())) {
            return;
        }
        ResourceKey whole = whole(event, key);
        WakeRows.wake(
                transaction,
                List.of(
                        new Wake(
                                whole,
                                revision,
                                Urgency.changed(whole),
                                Duration.ZERO,
                                event.time(),
                                event.traceparent())));
    }

    /** All events of runs begin with their context. */
    private static ResourceKey execution(Event event) throws InvalidProtocolBufferException {
        EventContext context = ExecutionCreated.parseFrom(event.payload()).getContext();
        return ResourceKeys.of(
                event.tenant(),
                "Execution",
                context.getAgent().getNamespace(),
                context.getExecutionId());
    }

    private static ResourceKey whole(Event event, ResourceKey key) {
        return ResourceKeys.of(
                key.getTenant().isEmpty() ? event.tenant() : key.getTenant(),
                key.getKind(),
                key.getNamespace(),
                key.getName());
    }

    @Override
    public void committed() {
        committed.run();
    }
}
