package dev.joch.cli.manifest;

import com.google.protobuf.Value;

import dev.joch.cli.api.Reference;
import dev.joch.cli.output.SafeText;
import dev.joch.cli.session.Session;
import dev.joch.resource.field.FieldChange;
import dev.joch.resource.field.ManifestDiff;
import dev.joch.resource.text.MessageJson;
import dev.joch.resource.v1alpha1.Resource;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an agent's change meant for its manifest: other versions of what it uses, and what came of
 * it.
 */
record ManifestChanges(ManifestDiff diff) {

    /** Of what is not compiled. */
    static final ManifestChanges NONE = new ManifestChanges(new ManifestDiff(List.of(), List.of()));

    /**
     * Between two generations of an agent, as they are now; within one, since it was compiled
     * first. None where a manifest is missing.
     */
    static ManifestChanges of(
            Reference agent, long from, long to, String environment, Session session) {
        CompiledManifests manifests = new CompiledManifests(session);
        if (from == to) {
            List<Resource> kept = manifests.all(agent, from, environment);
            return kept.isEmpty()
                    ? NONE
                    : new ManifestChanges(ManifestDiff.between(kept.getLast(), kept.getFirst()));
        }
        Optional<Resource> before = manifests.of(agent, from, environment);
        Optional<Resource> after = manifests.of(agent, to, environment);
        if (before.isEmpty() || after.isEmpty()) {
            session.say(
                    "Generation "
                            + (before.isEmpty() ? from : to)
                            + " has no compiled manifest, so only the agent itself is compared.");
            return NONE;
        }
        return new ManifestChanges(ManifestDiff.between(before.get(), after.get()));
    }

    boolean isEmpty() {
        return diff.isEmpty();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        diff.dependencies().forEach(change -> lines.add(change.text()));
        for (FieldChange change : diff.fields()) {
            switch (change.op()) {
                case ADD -> lines.add("+ " + change.path() + ": " + text(change.after()));
                case REMOVE -> lines.add("- " + change.path() + ": " + text(change.before()));
                case REPLACE ->
                        lines.add(
                                "  "
                                        + change.path()
                                        + ": "
                                        + text(change.before())
                                        + " -> "
                                        + text(change.after()));
            }
        }
        return lines.stream().map(SafeText::line).toList();
    }

    /** For programs. */
    Map<String, @Nullable Object> tree() {
        List<@Nullable Object> dependencies = new ArrayList<>();
        for (ManifestDiff.DependencyChange change : diff.dependencies()) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("name", change.name());
            entry.put("before", change.before());
            entry.put("after", change.after());
            dependencies.add(entry);
        }
        List<@Nullable Object> fields = new ArrayList<>();
        for (FieldChange change : diff.fields()) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("path", change.path().toString());
            entry.put("op", change.op().word());
            entry.put("before", text(change.before()));
            entry.put("after", text(change.after()));
            fields.add(entry);
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("dependencies", dependencies);
        tree.put("fields", fields);
        return tree;
    }

    private static String text(@Nullable Value value) {
        if (value == null) {
            return "";
        }
        return value.hasStringValue() ? value.getStringValue() : MessageJson.write(value);
    }
}
