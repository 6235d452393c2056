package dev.joch.worker.run;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.resource.text.ResourceJson;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.scheduler.v1.GetRunManifestResponse;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Supplier;

/** Manifests by their digest: the same digest is the same manifest for ever. */
final class Manifests {

    private static final int MOST = 256;

    private final Cache<String, Known> known = Caffeine.newBuilder().maximumSize(MOST).build();

    /**
     * A manifest in both forms.
     *
     * @param text for the program
     */
    record Known(CompiledAgentManifestSpec spec, byte[] text) {}

    /**
     * @param digest that the run is pinned to; empty is not known beforehand
     */
    Known of(String digest, Supplier<GetRunManifestResponse> ask) {
        @Nullable Known there = digest.isEmpty() ? null : known.getIfPresent(digest);
        if (there != null) {
            return there;
        }
        GetRunManifestResponse response = ask.get();
        Known read = read(response);
        if (!response.getDigest().isEmpty()) {
            known.put(response.getDigest(), read);
        }
        return read;
    }

    private static Known read(GetRunManifestResponse response) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            ResourceJson.write(response.getManifest(), text);
            return new Known(
                    response.getManifest().getSpec().unpack(CompiledAgentManifestSpec.class),
                    text.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("what came is no manifest", e);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be written", e);
        }
    }
}
