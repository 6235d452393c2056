package dev.joch.resourcestore.tell;

import com.google.protobuf.Message;

import dev.joch.event.v1.EventContext;
import dev.joch.event.v1.ResourceApplied;
import dev.joch.event.v1.ResourceDeleted;
import dev.joch.event.v1.ResourceStatusUpdated;
import dev.joch.events.Event;
import dev.joch.events.Events;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.catalogue.Change;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.read.ReadResources;

import org.jspecify.annotations.Nullable;

/** A change of the log as an event. The same change always makes the same event. */
final class ChangeEvents {

    private final Events events;

    ChangeEvents(Events events) {
        this.events = events;
    }

    Event of(Change change) {
        Version version = change.version();
        return events.of(
                version.uid() + "@" + version.revision(),
                message(change),
                ResourceKeys.eventKey(version.key().toProto()),
                version.key().tenant(),
                version.committedAt(),
                version.traceparent());
    }

    private static Message message(Change change) {
        Version version = change.version();
        ResourceKey key = version.key().toProto();
        EventContext context =
                EventContext.newBuilder()
                        .setTenant(version.key().tenant())
                        .setTimestamp(ReadResources.timestamp(version.committedAt()))
                        .build();
        long generation = version.resource().getMetadata().getGeneration();
        if (version.gone()) {
            return ResourceDeleted.newBuilder()
                    .setContext(context)
                    .setKey(key)
                    .setUid(version.uid())
                    .setGeneration(generation)
                    .setRevision(version.revision())
                    .build();
        }
        @Nullable Resource before = change.before();
        ResourceApplied.Action action = action(before, version.resource());
        if (action == ResourceApplied.Action.ACTION_UNSPECIFIED) {
            return ResourceStatusUpdated.newBuilder()
                    .setContext(context)
                    .setKey(key)
                    .setUid(version.uid())
                    .setGeneration(generation)
                    .setRevision(version.revision())
                    .build();
        }
        return ResourceApplied.newBuilder()
                .setContext(context)
                .setKey(key)
                .setUid(version.uid())
                .setGeneration(generation)
                .setRevision(version.revision())
                .setAction(action)
                .setLabelsChanged(
                        before == null
                                || !before.getMetadata()
                                        .getLabelsMap()
                                        .equals(version.resource().getMetadata().getLabelsMap()))
                .setDeleting(version.deleting())
                .build();
    }

    /** Unspecified when neither spec nor metadata changed, which leaves the status. */
    private static ResourceApplied.Action action(@Nullable Resource before, Resource now) {
        if (before == null) {
            return ResourceApplied.Action.ACTION_CREATED;
        }
        ObjectMeta was = before.getMetadata();
        ObjectMeta is = now.getMetadata();
        if (!was.getUid().equals(is.getUid())) {
            return ResourceApplied.Action.ACTION_CREATED;
        }
        if (was.getGeneration() != is.getGeneration()) {
            return ResourceApplied.Action.ACTION_CONFIGURED;
        }
        return sameButVersion(was, is)
                ? ResourceApplied.Action.ACTION_UNSPECIFIED
                : ResourceApplied.Action.ACTION_ANNOTATED;
    }

    private static boolean sameButVersion(ObjectMeta was, ObjectMeta is) {
        return was.toBuilder()
                .clearResourceVersion()
                .build()
                .equals(is.toBuilder().clearResourceVersion().build());
    }
}
