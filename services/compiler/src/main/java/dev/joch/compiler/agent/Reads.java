package dev.joch.compiler.agent;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

import dev.joch.compiler.v1.Dependency;
import dev.joch.policy.scope.PolicyShelf;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks records up for one compilation and writes down each key it looked at. */
final class Reads implements PolicyShelf {

    private final Shelf shelf;
    private final String tenant;
    private final Findings findings;
    private final Map<String, Dependency> seen = new TreeMap<>();
    private final Set<ResourceKey> doubts = new LinkedHashSet<>();

    Reads(Shelf shelf, String tenant, Findings findings) {
        this.shelf = shelf;
        this.tenant = tenant;
        this.findings = findings;
    }

    /** Every key that was looked at, by name. */
    List<Dependency> dependencies() {
        return List.copyOf(seen.values());
    }

    /** Keys whose absence shaped the outcome. */
    Set<ResourceKey> doubts() {
        return Set.copyOf(doubts);
    }

    boolean complete() {
        return shelf.complete();
    }

    @Override
    public Optional<Resource> find(ResourceKey key) {
        Optional<Resource> found = shelf.find(key);
        saw(key, found.map(resource -> resource.getMetadata().getGeneration()).orElse(0L));
        return found;
    }

    @Override
    public Collection<Resource> selecting(
            String tenant, String namespace, Map<String, String> labels) {
        return shelf.selecting(tenant, namespace, labels);
    }

    void saw(ResourceKey key, long generation) {
        seen.put(
                ResourceKeys.text(key),
                Dependency.newBuilder().setKey(key).setGeneration(generation).build());
    }

    void doubt(Collection<ResourceKey> keys) {
        doubts.addAll(keys);
    }

    /** The first of the candidates that is there, without a finding when none is. */
    <T extends Message> Optional<Found<T>> look(
            String namespace, String kind, String named, String name, Class<T> type) {
        List<ResourceKey> candidates =
                ResourceKeys.candidates(tenant, namespace, kind, named, name);
        for (ResourceKey key : candidates) {
            Optional<Resource> found = find(key);
            if (found.isPresent()) {
                return spec(key, found.get(), type);
            }
        }
        doubts.addAll(candidates);
        return Optional.empty();
    }

    /** What the reference must lead to. */
    <T extends Message> Optional<Found<T>> need(
            String namespace, String kind, Ref ref, String field, Class<T> type) {
        return need(namespace, kind, ref.getNamespace(), ref.getName(), field, type);
    }

    <T extends Message> Optional<Found<T>> need(
            String namespace, String kind, String named, String name, String field, Class<T> type) {
        Optional<Found<T>> found = look(namespace, kind, named, name, type);
        if (found.isEmpty()) {
            missing(namespace, kind, named, name, field);
        }
        return found;
    }

    private void missing(String namespace, String kind, String named, String name, String field) {
        String places =
                ResourceKeys.candidates(tenant, namespace, kind, named, name).stream()
                        .map(ResourceKey::getNamespace)
                        .filter(place -> !place.isEmpty())
                        .collect(Collectors.joining(" or "));
        String what = kind + " " + name;
        if (!shelf.complete()) {
            findings.warning(
                    Reason.REFERENCE_NOT_IN_BATCH,
                    field,
                    what + " is not among these documents, so what it says is left out",
                    "add it to the documents, or compile on the server");
        } else {
            findings.error(
                    Reason.REFERENCE_MISSING,
                    field,
                    what + " does not exist" + (places.isEmpty() ? "" : " in " + places),
                    "apply it, or correct the reference");
        }
    }

    private <T extends Message> Optional<Found<T>> spec(
            ResourceKey key, Resource resource, Class<T> type) {
        try {
            return Optional.of(new Found<>(key, resource, Specs.of(resource, type)));
        } catch (InvalidProtocolBufferException e) {
            findings.error(
                    Reason.WRONG_TYPE,
                    "",
                    "the spec of " + ResourceKeys.text(key) + " cannot be read",
                    "apply it again");
            return Optional.empty();
        }
    }
}
