package dev.joch.runtime.docker;

import com.github.dockerjava.api.model.Container;

import dev.joch.runtime.Marks;
import dev.joch.runtime.WorkloadKind;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A container of this installation as the engine lists it.
 *
 * @param state the engine's word
 */
record Found(
        String id,
        String fullName,
        ContainerName name,
        String state,
        Instant created,
        Map<String, String> labels) {

    Found {
        labels = Map.copyOf(labels);
    }

    static Optional<Found> of(String installation, Container container) {
        String[] names = container.getNames();
        if (names == null || names.length == 0) {
            return Optional.empty();
        }
        String name = names[0].substring(1);
        return ContainerName.parse(installation, name)
                .map(parsed ->
                        new Found(
                                container.getId(),
                                name,
                                parsed,
                                container.getState(),
                                Instant.ofEpochSecond(container.getCreated()),
                                container.getLabels()));
    }

    String label(String key) {
        return labels.getOrDefault(key, "");
    }

    WorkloadKind kind() {
        return WorkloadKind.valueOf(label(Marks.KIND));
    }

    /** A job, or the template of a pool. */
    boolean isHead() {
        return name.ordinal().isEmpty();
    }

    boolean isTemplate() {
        return isHead() && kind() == WorkloadKind.POOL;
    }

    boolean isWanted() {
        return name.endsAt().isEmpty();
    }

    boolean runs() {
        return switch (state) {
            case "running", "paused", "restarting", "removing" -> true;
            default -> false;
        };
    }

    boolean isCreated() {
        return state.equals("created");
    }
}
