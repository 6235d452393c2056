package dev.joch.agbom.content;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.Map;
import java.util.Optional;

/**
 * What a bill is made from.
 *
 * @param agent whose bill it is
 * @param manifest what runs: every reference is resolved in it
 * @param resources what could be read of it and of what it refers to
 */
public record Ingredients(
        ResourceKey agent,
        CompiledAgentManifestSpec manifest,
        Map<ResourceKey, Resource> resources,
        Settings settings) {

    public Ingredients {
        resources = Map.copyOf(resources);
    }

    Optional<Resource> find(String kind, String namespace, String name) {
        return Optional.ofNullable(
                resources.get(ResourceKeys.of(agent.getTenant(), kind, namespace, name)));
    }

    /** What a reference names, as seen from that namespace. */
    Optional<Resource> find(String kind, String from, Ref ref) {
        return ResourceKeys.candidates(
                        agent.getTenant(), from, kind, ref.getNamespace(), ref.getName())
                .stream()
                .flatMap(key -> Optional.ofNullable(resources.get(key)).stream())
                .findFirst();
    }

    boolean lists(Section section) {
        return settings.sections().contains(section);
    }

    static <T extends Message> T spec(Resource resource, Class<T> type) {
        try {
            return resource.getSpec().unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw broken(resource, e);
        }
    }

    /** Empty while no controller has looked at it. */
    static <T extends Message> Optional<T> status(Resource resource, Class<T> type) {
        if (!resource.hasStatus()) {
            return Optional.empty();
        }
        try {
            return Optional.of(resource.getStatus().unpack(type));
        } catch (InvalidProtocolBufferException e) {
            throw broken(resource, e);
        }
    }

    private static IllegalArgumentException broken(
            Resource resource, InvalidProtocolBufferException cause) {
        return new IllegalArgumentException(
                ResourceKeys.text(ResourceKeys.of(resource)) + " is of another kind inside", cause);
    }
}
