package dev.joch.controllermanager.status;

import com.google.protobuf.Message;

import dev.joch.controllermanager.graph.Remembered;
import dev.joch.controllermanager.read.Found;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A record that is looked at, with what it refers to.
 *
 * @param spec typed
 * @param references in the order of the contract
 * @param remembered of it, when this look began
 * @param read what was read with it
 * @param revision everything up to here was seen
 * @param wokenBy revision of the change that it is looked at for; 0 for none
 */
public record Subject(
        ResourceKey key,
        Resource resource,
        Message spec,
        Message status,
        List<Resolved> references,
        Remembered remembered,
        Found read,
        long revision,
        long wokenBy,
        Instant now) {

    public Subject {
        references = List.copyOf(references);
    }

    public <S extends Message> S spec(Class<S> type) {
        return type.cast(spec);
    }

    public <S extends Message> S status(Class<S> type) {
        return type.cast(status);
    }

    public StatusDraft draft() {
        return new StatusDraft(status, resource.getMetadata().getGeneration(), now);
    }

    /** What the reference of that path leads to. */
    public Optional<Resource> target(String path) {
        return references.stream()
                .filter(resolved -> resolved.reference().path().equals(path))
                .findFirst()
                .flatMap(Resolved::target);
    }
}
