package dev.joch.service.mesh;

import io.grpc.ClientInterceptor;
import io.grpc.ServerInterceptor;

import java.util.Optional;

/** How services prove to one another who they are when a network lies between them. */
public interface MeshGuard {

    /** Adds this service's proof to a call to that peer. */
    ClientInterceptor towards(String peer);

    /** Refuses calls without the proof of a known service. */
    ServerInterceptor inbound();

    /**
     * The service whose token that is, for ports that others may call too; refuses what is no token
     * of a service. Empty where services prove nothing to one another.
     */
    default Optional<String> service(String token) {
        return Optional.empty();
    }
}
