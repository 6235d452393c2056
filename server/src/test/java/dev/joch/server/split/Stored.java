package dev.joch.server.split;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.resource.v1alpha1.MemorySpec;
import dev.joch.resource.v1alpha1.Resource;

/** A document as the server has it. */
record Stored(String key, String value, String version) {

    static Stored of(Resource resource) {
        try {
            return new Stored(
                    Doc.key(
                            resource.getMetadata().getNamespace(),
                            resource.getMetadata().getName()),
                    resource.getSpec().unpack(MemorySpec.class).getDescription(),
                    resource.getMetadata().getResourceVersion());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("not what was written: " + resource, e);
        }
    }
}
