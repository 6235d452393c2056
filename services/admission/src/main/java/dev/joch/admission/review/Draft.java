package dev.joch.admission.review;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.joch.resource.field.Defaults;
import dev.joch.resource.field.Reference;
import dev.joch.resource.field.References;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One document under review, with defaults filled in.
 *
 * @param document its place in the request
 * @param resource as it would be stored
 * @param kind its kind; a document of an unknown kind is refused by the decoder already
 * @param spec its typed spec; empty where it has none
 * @param references what it refers to
 * @param environment environment whose rules apply to it
 */
public record Draft(
        int document,
        Resource resource,
        @Nullable Kind kind,
        Optional<Message> spec,
        List<Reference> references,
        String environment) {

    public Draft {
        references = List.copyOf(references);
    }

    /** Fills in namespace, tenant and defaults, and reads what rules ask for. */
    static Draft of(
            int document, Resource given, String tenant, String namespace, String defaultEnvironment) {
        Optional<Kind> kind = Kinds.named(given.getKind());
        ObjectMeta.Builder metadata = given.getMetadata().toBuilder();
        if (metadata.getTenant().isEmpty()) {
            metadata.setTenant(tenant);
        }
        if (metadata.getNamespace().isEmpty() && kind.map(Kind::namespaced).orElse(false)) {
            metadata.setNamespace(namespace);
        }
        Resource.Builder draft = given.toBuilder().setMetadata(metadata);
        kind.ifPresent(known -> draft.setApiVersion(known.apiVersion()));
        Resource resource = Defaults.apply(draft.build());
        Optional<Message> spec =
                resource.hasSpec() ? kind.flatMap(known -> specOf(known, resource)) : Optional.empty();
        String environment =
                resource.getMetadata().getLabelsOrDefault("env", defaultEnvironment);
        return new Draft(
                document,
                resource,
                kind.orElse(null),
                spec,
                spec.map(References::of).orElse(List.of()),
                environment);
    }

    /** A stored record, read as a draft: for rules that look behind a reference. */
    public static Draft stored(Resource resource) {
        return of(-1, resource, resource.getMetadata().getTenant(), "", "");
    }

    private static Optional<Message> specOf(Kind kind, Resource resource) {
        try {
            return Optional.of(kind.specOf(resource));
        } catch (InvalidProtocolBufferException e) {
            // a spec of another kind counts as none; SPEC_MISSING says so
            return Optional.empty();
        }
    }

    public ObjectMeta metadata() {
        return resource.getMetadata();
    }

    public String namespace() {
        return metadata().getNamespace();
    }

    public String name() {
        return metadata().getName();
    }

    public ResourceKey key() {
        return ResourceKey.newBuilder()
                .setTenant(metadata().getTenant())
                .setKind(resource.getKind())
                .setNamespace(namespace())
                .setName(name())
                .build();
    }

    /** The resource as people name it: {@code Kind/namespace/name}. */
    public String label() {
        return label(key());
    }

    /** A key as people name it. */
    public static String label(ResourceKey key) {
        return key.getNamespace().isEmpty()
                ? key.getKind() + "/" + key.getName()
                : key.getKind() + "/" + key.getNamespace() + "/" + key.getName();
    }
}
