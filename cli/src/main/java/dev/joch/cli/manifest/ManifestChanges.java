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
import java.util.List;
import java.util.Optional;

/**
 * What an agent's change meant for its manifest: other versions of what it uses, and what came of
 * it.
 */
final class ManifestChanges {

    private final Session session;

    ManifestChanges(Session session) {
        this.session = session;
    }

    /** Lines to print; none where nothing changed or one of the two is not kept. */
    List<String> of(Reference agent, long from, long to, String environment) {
        CompiledManifests manifests = new CompiledManifests(session);
        Optional<Resource> before = manifests.of(agent, from, environment);
        Optional<Resource> after = manifests.of(agent, to, environment);
        if (before.isEmpty() || after.isEmpty()) {
            session.say(
                    "Generation "
                            + (before.isEmpty() ? from : to)
                            + " has no compiled manifest, so only the agent itself is compared.");
            return List.of();
        }
        return lines(ManifestDiff.between(before.get(), after.get()));
    }

    private static List<String> lines(ManifestDiff diff) {
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

    private static String text(@Nullable Value value) {
        if (value == null) {
            return "";
        }
        return value.hasStringValue() ? value.getStringValue() : MessageJson.write(value);
    }
}
