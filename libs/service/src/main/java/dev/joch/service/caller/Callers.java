package dev.joch.service.caller;

import dev.joch.common.v1.Caller;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.protobuf.ProtoUtils;

/** The caller of the current call. */
public final class Callers {

    static final Metadata.Key<Caller> HEADER =
            Metadata.Key.of(
                    "joch-caller-bin", ProtoUtils.metadataMarshaller(Caller.getDefaultInstance()));

    private static final Context.Key<Caller> CALLER =
            Context.keyWithDefault(
                    "joch-caller", Caller.newBuilder().setMethod("anonymous").build());

    private Callers() {}

    public static Caller current() {
        return CALLER.get();
    }

    /** A context in which calls to other services are made for that caller. */
    public static Context with(Caller caller) {
        return Context.current().withValue(CALLER, caller);
    }
}
