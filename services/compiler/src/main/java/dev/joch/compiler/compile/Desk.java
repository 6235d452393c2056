package dev.joch.compiler.compile;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

import dev.joch.common.v1.Diagnostic;
import dev.joch.policy.scope.PolicyShelf;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One compilation's looks at records, and what it has to say about them. */
final class Desk implements PolicyShelf {

    private final Shelf shelf;
    private final ResourceKey agent;
    private final Map<ResourceKey, Long> looks = new LinkedHashMap<>();
    private final List<Diagnostic> findings = new ArrayList<>();
    private long revision;
    private boolean failed;

    Desk(Resource agent, Shelf shelf) {
        this.shelf = shelf;
        this.agent = ResourceKeys.of(agent);
        seen(this.agent, Optional.of(agent));
    }

    String tenant() {
        return agent.getTenant();
    }

    String namespace() {
        return agent.getNamespace();
    }

    String name() {
        return agent.getName();
    }

    /** A record with its spec. */
    record Found<S extends Message>(Resource resource, S spec) {

        String name() {
            return resource.getMetadata().getName();
        }

        String namespace() {
            return resource.getMetadata().getNamespace();
        }

        long generation() {
            return resource.getMetadata().getGeneration();
        }
    }

    /** What a field refers to; an error when nothing is there. */
    <S extends Message> Optional<Found<S>> require(
            String field, String kind, Class<S> spec, Ref ref) {
        return require(field, namespace(), kind, spec, ref);
    }

    /**
     * @param from namespace of the record that the reference stands in
     */
    <S extends Message> Optional<Found<S>> require(
            String field, String from, String kind, Class<S> spec, Ref ref) {
        Optional<Found<S>> found = look(from, kind, spec, ref);
        if (found.isEmpty()) {
            error(
                    field,
                    "REFERENCE_MISSING",
                    kind + " `" + shown(ref) + "` is not there",
                    "apply it, or name another one: joch get " + kind.toLowerCase(Locale.ROOT));
        }
        return found;
    }

    /** What a reference leads to, if anything. */
    <S extends Message> Optional<Found<S>> look(String from, String kind, Class<S> spec, Ref ref) {
        for (ResourceKey key :
                ResourceKeys.candidates(tenant(), from, kind, ref.getNamespace(), ref.getName())) {
            Optional<Found<S>> found = at(key, spec);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    <S extends Message> Optional<Found<S>> at(ResourceKey key, Class<S> type) {
        return find(key).map(resource -> new Found<>(resource, spec(resource, type)));
    }

    static <S extends Message> S spec(Resource resource, Class<S> type) {
        try {
            return resource.getSpec().unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(
                    ResourceKeys.text(ResourceKeys.of(resource)) + " has the spec of another kind",
                    e);
        }
    }

    static <S extends Message> Optional<S> status(Resource resource, Class<S> type) {
        try {
            return resource.getStatus().is(type)
                    ? Optional.of(resource.getStatus().unpack(type))
                    : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Resource> find(ResourceKey key) {
        Optional<Resource> found = shelf.find(key);
        seen(key, found);
        return found;
    }

    @Override
    public Collection<Resource> selecting(
            String tenant, String namespace, Map<String, String> labels) {
        return shelf.selecting(tenant, namespace, labels);
    }

    Collection<Resource> teams() {
        return shelf.teams(tenant(), namespace());
    }

    /** Found by other ways than its name. */
    void seen(Resource resource) {
        seen(ResourceKeys.of(resource), Optional.of(resource));
    }

    private void seen(ResourceKey key, Optional<Resource> found) {
        looks.put(key, found.map(there -> there.getMetadata().getGeneration()).orElse(0L));
        found.ifPresent(there -> revision = Math.max(revision, revision(there)));
    }

    private static long revision(Resource resource) {
        String version = resource.getMetadata().getResourceVersion();
        return version.isEmpty() ? 0 : Long.parseLong(version);
    }

    void error(String field, String reason, String message, String fix) {
        failed = true;
        add(Diagnostic.Severity.SEVERITY_ERROR, field, reason, message, fix);
    }

    void warn(String field, String reason, String message, String fix) {
        add(Diagnostic.Severity.SEVERITY_WARNING, field, reason, message, fix);
    }

    private void add(
            Diagnostic.Severity severity, String field, String reason, String message, String fix) {
        findings.add(
                Diagnostic.newBuilder()
                        .setSeverity(severity)
                        .setReason(reason)
                        .setResource(ResourceKeys.text(agent))
                        .setField(field)
                        .setMessage(message)
                        .setFix(fix)
                        .build());
    }

    private static String shown(Ref ref) {
        return ref.getNamespace().isEmpty()
                ? ref.getName()
                : ref.getNamespace() + "/" + ref.getName();
    }

    boolean failed() {
        return failed;
    }

    List<Diagnostic> findings() {
        return findings;
    }

    Map<ResourceKey, Long> looks() {
        return looks;
    }

    long revision() {
        return revision;
    }
}
