package dev.joch.service.mesh;

import io.grpc.BindableService;

/**
 * One gRPC service that other services may call.
 *
 * @param owner service that offers it, e.g. {@code resource-store}
 */
public record MeshEndpoint(String owner, BindableService endpoint) {}
