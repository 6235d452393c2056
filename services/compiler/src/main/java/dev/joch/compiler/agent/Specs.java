package dev.joch.compiler.agent;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.Resource;

/** Typed specs and statuses. */
public final class Specs {

    private Specs() {}

    /** The spec; an absent one is the empty message. */
    public static <T extends Message> T of(Resource resource, Class<T> type)
            throws InvalidProtocolBufferException {
        return type.cast(Kinds.kind(resource.getKind()).specOf(resource));
    }

    /** The status; one that cannot be read says nothing. */
    static <T extends Message> T statusOf(Resource resource, Class<T> type, T none) {
        try {
            return type.cast(Kinds.kind(resource.getKind()).statusOf(resource));
        } catch (InvalidProtocolBufferException e) {
            return none;
        }
    }
}
