package dev.joch.admission.review;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

import dev.joch.admission.rules.TraceSampling;
import dev.joch.admission.v1.ReviewDocument;
import dev.joch.resource.field.Defaults;
import dev.joch.resource.field.Reference;
import dev.joch.resource.field.References;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * One document under review, with defaults filled in.
 *
 * @param document its place in the request
 * @param given as it came
 * @param incomplete whether the decoder left parts of it out, so that what is missing may have been
 *     written
 * @param resource as it would be stored; always of the caller's tenant
 * @param kind its kind, if there is such a kind
 * @param spec its typed spec; empty where it has none that its kind could have
 * @param references what it refers to
 * @param environment environment whose rules apply to it
 * @param placed whether it says itself which environment that is
 */
public record Draft(
        int document,
        Resource given,
        boolean incomplete,
        Resource resource,
        @Nullable Kind kind,
        Optional<Message> spec,
        List<Reference> references,
        String environment,
        boolean placed) {

    public Draft {
        references = List.copyOf(references);
    }

    /** Fills in namespace, tenant and defaults, and reads what rules ask for. */
    static Draft of(
            ReviewDocument document, String tenant, String namespace, String defaultEnvironment) {
        return of(
                document.getDocument(),
                document.getResource(),
                document.getIncomplete(),
                tenant,
                namespace,
                defaultEnvironment);
    }

    /** A stored record, read as a draft: for rules that look behind a reference. */
    public static Draft stored(Resource resource) {
        ObjectMeta metadata = resource.getMetadata();
        return of(-1, resource, false, metadata.getTenant(), metadata.getNamespace(), "");
    }

    private static Draft of(
            int document,
            Resource given,
            boolean incomplete,
            String tenant,
            String namespace,
            String defaultEnvironment) {
        Kind kind = Kinds.named(given.getKind()).orElse(null);
        // a status is never accepted from who applies
        Resource.Builder draft = given.toBuilder().clearStatus();
        // whatever the document says: what is looked up and stored is the caller's
        ObjectMeta.Builder metadata = draft.getMetadataBuilder().setTenant(tenant);
        if (metadata.getNamespace().isEmpty() && kind != null && kind.namespaced()) {
            metadata.setNamespace(namespace);
        }
        Optional<Message> spec = Optional.empty();
        if (kind != null) {
            draft.setApiVersion(kind.apiVersion());
            spec = specOf(kind, given);
        }
        Optional<String> said = Environments.of(given, spec);
        String environment = said.orElse(defaultEnvironment);
        if (kind != null && spec.isPresent()) {
            // what the environment decides comes before the default for all of them
            Message filled = Defaults.applyTo(TraceSampling.fill(spec.get(), environment));
            if (filled != spec.get()) {
                draft.setSpec(kind.spec().pack(filled));
                spec = Optional.of(filled);
            }
        }
        return new Draft(
                document,
                given,
                incomplete,
                draft.build(),
                kind,
                spec,
                spec.map(References::of).orElse(List.of()),
                environment,
                said.isPresent());
    }

    /** The same in the environment of another resource, if that has one. */
    Draft beside(Resource other) {
        return Environments.of(other, Optional.empty())
                .map(found ->
                        new Draft(
                                document,
                                given,
                                incomplete,
                                resource,
                                kind,
                                spec,
                                references,
                                found,
                                placed))
                .orElse(this);
    }

    /** The agent that it runs: a Deployment or an Execution. */
    public Optional<Reference> runs() {
        String type = resource.getKind();
        return type.equals("Deployment") || type.equals("Execution")
                ? references.stream()
                        .filter(reference -> reference.path().equals("spec.agentRef.name"))
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<Message> specOf(Kind kind, Resource resource) {
        if (!resource.hasSpec() || resource.getSpec().getTypeUrl().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(kind.specOf(resource));
        } catch (InvalidProtocolBufferException e) {
            // a spec of another kind counts as none; the schema rules say so
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
