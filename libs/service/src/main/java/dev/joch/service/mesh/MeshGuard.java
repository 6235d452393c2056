package dev.joch.service.mesh;

import io.grpc.ClientInterceptor;
import io.grpc.ServerInterceptor;

/** How services prove to one another who they are when a network lies between them. */
public interface MeshGuard {

    /** Adds this service's proof to a call to that peer. */
    ClientInterceptor towards(String peer);

    /** Refuses calls without the proof of a known service. */
    ServerInterceptor inbound();
}
