package dev.joch.service.health;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;

import java.util.concurrent.TimeUnit;

/** Exits with 0 when the gRPC server at {@code host:port} serves, with 1 otherwise. */
public final class HealthProbe {

    private HealthProbe() {}

    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: HealthProbe host:port");
            System.exit(2);
        }
        System.exit(serves(args[0]) ? 0 : 1);
    }

    private static boolean serves(String target) {
        ManagedChannel channel =
                Grpc.newChannelBuilder(target, InsecureChannelCredentials.create()).build();
        try {
            return HealthGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(3, TimeUnit.SECONDS)
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus()
                    == ServingStatus.SERVING;
        } catch (StatusRuntimeException e) {
            System.err.println(target + ": " + e.getStatus());
            return false;
        } finally {
            channel.shutdownNow();
        }
    }
}
