package dev.joch.resource.field;

import com.fasterxml.jackson.databind.JsonNode;

import dev.joch.common.v1.Diagnostic;
import dev.joch.resource.field.InvalidPatchException.Fault;
import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.Decoded;
import dev.joch.resource.text.ResourceJson;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;

import java.util.List;
import java.util.Set;

/**
 * Changes a resource by a patch of its JSON form. A patch reaches {@code spec} and, of the
 * metadata, labels, annotations and finalizers; the rest belongs to the server. What comes out is
 * decoded as strictly as a document that a user sends.
 */
public final class ResourcePatch {
    private static final Set<String> OF_METADATA = Set.of("labels", "annotations", "finalizers");
    private static final String REACH =
            "a patch changes spec, and of the metadata labels, annotations and finalizers only";

    private ResourcePatch() {}

    /**
     * Applies RFC 7386. Fields that a patch may not change may be there if they say what is so
     * already.
     */
    public static Resource merge(Resource resource, JsonNode patch) {
        if (!patch.isObject()) {
            throw new InvalidPatchException(
                    Fault.MALFORMED,
                    -1,
                    "",
                    "a merge patch is an object",
                    "write e.g. {\"spec\": {...}}");
        }
        JsonNode before = ResourceJson.toTree(resource);
        requireReach(before, patch, "");
        return rebuilt(resource, MergePatch.apply(before, patch));
    }

    /** Applies RFC 6902. {@code test} may look at anything. */
    public static Resource json(Resource resource, JsonNode operations) {
        JsonNode before = ResourceJson.toTree(resource);
        return rebuilt(resource, JsonPatch.apply(before, operations, ResourcePatch::requireReach));
    }

    private static void requireReach(JsonNode current, JsonNode patch, String above) {
        patch.properties()
                .forEach(entry -> {
                    String name = entry.getKey();
                    String pointer = above + "/" + name;
                    JsonNode now = current.path(name);
                    boolean metadata = above.isEmpty() && name.equals("metadata");
                    if (metadata && entry.getValue().isObject()) {
                        requireReach(now, entry.getValue(), pointer);
                    } else if (!isFree(above, name) && !entry.getValue().equals(now)) {
                        throw forbidden(-1, pointer);
                    }
                });
    }

    private static boolean isFree(String above, String name) {
        return above.isEmpty() ? name.equals("spec") : OF_METADATA.contains(name);
    }

    private static void requireReach(JsonPointers.Place place) {
        List<String> keys = place.keys();
        boolean spec = !keys.isEmpty() && keys.getFirst().equals("spec");
        boolean metadata =
                keys.size() > 1
                        && keys.getFirst().equals("metadata")
                        && OF_METADATA.contains(keys.get(1));
        if (!spec && !metadata) {
            throw forbidden(place.operation(), place.toString());
        }
    }

    private static InvalidPatchException forbidden(int operation, String pointer) {
        return new InvalidPatchException(
                Fault.FORBIDDEN, operation, pointer, "this is not the caller's to change", REACH);
    }

    /**
     * Takes over what a patch may change and nothing else, whatever the decoder made of the rest.
     */
    private static Resource rebuilt(Resource before, JsonNode patched) {
        Decoded decoded = ResourceJson.fromTree(patched, DecodeLimits.standard().acceptingStatus());
        List<Diagnostic> errors =
                decoded.diagnostics().stream()
                        .filter(d -> d.getSeverity() == Diagnostic.Severity.SEVERITY_ERROR)
                        .toList();
        if (!errors.isEmpty() || decoded.documents().size() != 1) {
            throw invalid(errors);
        }
        Resource after = decoded.documents().getFirst().resource();
        ObjectMeta.Builder metadata = before.getMetadata().toBuilder();
        metadata.clearLabels().putAllLabels(after.getMetadata().getLabelsMap());
        metadata.clearAnnotations().putAllAnnotations(after.getMetadata().getAnnotationsMap());
        metadata.clearFinalizers().addAllFinalizers(after.getMetadata().getFinalizersList());
        Resource.Builder rebuilt = before.toBuilder().setMetadata(metadata);
        return after.hasSpec()
                ? rebuilt.setSpec(after.getSpec()).build()
                : rebuilt.clearSpec().build();
    }

    private static InvalidPatchException invalid(List<Diagnostic> errors) {
        String first = errors.isEmpty() ? "it is no resource" : errors.getFirst().getMessage();
        String path = errors.isEmpty() ? "" : errors.getFirst().getField();
        String fix = errors.isEmpty() ? REACH : errors.getFirst().getFix();
        return new InvalidPatchException(
                Fault.INVALID_RESULT, -1, path, first, fix.isEmpty() ? REACH : fix, errors);
    }
}
