/**
 * The gRPC face: the services of {@code joch.api.v1} on the public port, and the interceptors that
 * every call goes through, over gRPC and over REST alike.
 */
@NullMarked
package dev.joch.apiserver.grpc;

import org.jspecify.annotations.NullMarked;
