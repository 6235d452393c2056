package dev.joch.catalogue.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;

import dev.joch.resource.text.StrictJson;
import dev.joch.resource.v1alpha1.Part;
import dev.joch.resource.v1alpha1.PartFile;

import java.io.IOException;
import java.util.Optional;

/**
 * The body of a request as a part of a run's input: a JSON object as data, other text as text,
 * everything else as a file. Nothing is lost: JSON that data cannot hold exactly stays text.
 */
final class DeliveredBody {

    private static final int DEEPEST = 64;

    /** Beyond this a whole number would lose digits. */
    private static final long EXACT = 1L << 53;

    /** Data takes more room than its text; a resource holds 1.5 MB. */
    private static final int MOST_DATA_BYTES = 1 << 20;

    private static final ObjectMapper JSON = StrictJson.reader(DEEPEST);

    private DeliveredBody() {}

    /** Empty when there is none. */
    static Optional<Part> part(ByteString body) {
        if (body.isEmpty()) {
            return Optional.empty();
        }
        Part.Builder part = Part.newBuilder();
        if (!body.isValidUtf8()) {
            return Optional.of(
                    part.setKind("file")
                            .setFile(
                                    PartFile.newBuilder()
                                            .setName("body")
                                            .setMimeType("application/octet-stream")
                                            .setBytes(body))
                            .build());
        }
        return Optional.of(
                data(body)
                        .map(data -> part.setKind("data").setData(data))
                        .orElseGet(() -> part.setKind("text").setText(body.toStringUtf8()))
                        .build());
    }

    private static Optional<Struct> data(ByteString body) {
        try {
            JsonNode root = JSON.readTree(body.toByteArray());
            if (root == null || !root.isObject() || !exact(root) || !StrictJson.finite(root)) {
                return Optional.empty();
            }
            Struct data = StrictJson.struct(root);
            return data.getSerializedSize() > MOST_DATA_BYTES
                    ? Optional.empty()
                    : Optional.of(data);
        } catch (IOException e) {
            // no JSON, or none that everybody reads in the same way
            return Optional.empty();
        }
    }

    private static boolean exact(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() && Math.abs(node.longValue()) <= EXACT;
        }
        for (JsonNode inner : node) {
            if (!exact(inner)) {
                return false;
            }
        }
        return true;
    }
}
