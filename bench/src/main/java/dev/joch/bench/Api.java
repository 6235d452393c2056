package dev.joch.bench;

import dev.joch.api.v1.ResourceServiceGrpc;
import dev.joch.api.v1.ResourceServiceGrpc.ResourceServiceBlockingStub;

import io.grpc.CallCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The public gRPC face, as a client of another platform sees it. */
final class Api implements AutoCloseable {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final List<ManagedChannel> channels = new ArrayList<>();
    private final CallCredentials token;

    /**
     * @param address host:port
     * @param connections HTTP/2 connections that calls are spread over
     */
    Api(String address, Path tokenFile, int connections) {
        this.token = bearer(tokenFile);
        for (int i = 0; i < connections; i++) {
            channels.add(
                    NettyChannelBuilder.forTarget("dns:///" + address)
                            .usePlaintext()
                            .directExecutor()
                            .maxInboundMessageSize(32 << 20)
                            .build());
        }
    }

    private static CallCredentials bearer(Path file) {
        String text;
        try {
            text = "Bearer " + Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CallCredentials() {
            @Override
            public void applyRequestMetadata(
                    RequestInfo info, Executor executor, MetadataApplier applier) {
                Metadata headers = new Metadata();
                headers.put(AUTHORIZATION, text);
                applier.apply(headers);
            }
        };
    }

    ResourceServiceBlockingStub unary(int client) {
        return streaming(client).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    ResourceServiceBlockingStub streaming(int client) {
        return ResourceServiceGrpc.newBlockingStub(channels.get(client % channels.size()))
                .withCallCredentials(token);
    }

    CallCredentials token() {
        return token;
    }

    ManagedChannel channel(int client) {
        return channels.get(client % channels.size());
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }
}
