package dev.joch.apiserver.execution;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;

import dev.joch.api.v1.FollowExecutionEventsResponse;
import dev.joch.event.v1.CallEvents;
import dev.joch.event.v1.EventContext;
import dev.joch.event.v1.ExecutionCreated;
import dev.joch.event.v1.ExecutionEvents;
import dev.joch.event.v1.GovernanceEvents;
import dev.joch.event.v1.ResourceEvents;
import dev.joch.resource.field.ValueTree;
import dev.joch.trace.v1.RunEvent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Events as clients see them: what all of them have as such, the rest by the names of its fields,
 * so that one form fits all.
 */
final class EventFacts {

    private static final String CONTEXT = "context";

    private static final Map<String, Descriptor> TYPES =
            types(
                    List.of(
                            CallEvents.getDescriptor(),
                            ExecutionEvents.getDescriptor(),
                            GovernanceEvents.getDescriptor(),
                            ResourceEvents.getDescriptor()));

    private EventFacts() {}

    private static Map<String, Descriptor> types(List<FileDescriptor> files) {
        Map<String, Descriptor> types = new HashMap<>();
        files.forEach(file ->
                file.getMessageTypes().forEach(type -> types.put(type.getFullName(), type)));
        return Map.copyOf(types);
    }

    static FollowExecutionEventsResponse.Builder shown(RunEvent event) {
        return FollowExecutionEventsResponse.newBuilder()
                .setId(event.getId())
                .setType(event.getType().substring(event.getType().lastIndexOf('.') + 1))
                .setTime(event.getAt())
                .setSource(event.getSource())
                .setContext(context(event))
                .setFacts(facts(event))
                .setNext(event.getNext());
    }

    /** All events begin with their context. */
    private static EventContext context(RunEvent event) {
        try {
            return ExecutionCreated.parseFrom(event.getPayload()).getContext();
        } catch (InvalidProtocolBufferException e) {
            throw broken(event, e);
        }
    }

    /** Nothing of a type that a newer service tells of. */
    private static Struct facts(RunEvent event) {
        Descriptor type = TYPES.get(event.getType());
        return type == null
                ? Struct.getDefaultInstance()
                : ValueTree.of(parsed(event, type, event.getPayload())).getStructValue();
    }

    private static DynamicMessage parsed(RunEvent event, Descriptor type, ByteString payload) {
        try {
            return DynamicMessage.parseFrom(type, payload).toBuilder()
                    .clearField(type.findFieldByName(CONTEXT))
                    .build();
        } catch (InvalidProtocolBufferException e) {
            throw broken(event, e);
        }
    }

    private static IllegalStateException broken(RunEvent event, InvalidProtocolBufferException e) {
        return new IllegalStateException(
                "the event " + event.getId() + " is not a " + event.getType(), e);
    }
}
