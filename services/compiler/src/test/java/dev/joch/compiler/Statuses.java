package dev.joch.compiler;

import com.google.protobuf.Any;

import dev.joch.resource.v1alpha1.MCPServerStatus;
import dev.joch.resource.v1alpha1.Resource;

/** What controllers saw. */
public final class Statuses {

    private Statuses() {}

    public static Resource trusted(Resource server, double score) {
        return server.toBuilder()
                .setStatus(
                        Any.pack(
                                MCPServerStatus.newBuilder()
                                        .setPhase("Ready")
                                        .setTrustScore(score)
                                        .build()))
                .build();
    }
}
