package dev.joch.compiler.agent;

import com.google.protobuf.Message;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

/** A record that a reference led to, with its spec. */
record Found<T extends Message>(ResourceKey key, Resource resource, T spec) {

    String name() {
        return key.getName();
    }

    String namespace() {
        return key.getNamespace();
    }

    long generation() {
        return resource.getMetadata().getGeneration();
    }
}
