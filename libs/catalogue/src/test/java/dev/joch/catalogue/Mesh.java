package dev.joch.catalogue;

import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A store in this process, and what is in it. */
final class Mesh implements AutoCloseable {

    private final Server server;
    private final ManagedChannel channel;

    Mesh(ScriptedStore store) {
        String name = InProcessServerBuilder.generateName();
        try {
            this.server = InProcessServerBuilder.forName(name).addService(store).build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.channel = InProcessChannelBuilder.forName(name).build();
    }

    ManagedChannel channel() {
        return channel;
    }

    static Resource record(String kind, String name, long generation) {
        return Resource.newBuilder()
                .setKind(kind)
                .setMetadata(
                        ObjectMeta.newBuilder()
                                .setTenant("acme")
                                .setNamespace("ns")
                                .setName(name)
                                .setUid("uid-" + name)
                                .setResourceVersion("3")
                                .setGeneration(generation))
                .build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }
}
