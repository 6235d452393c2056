package dev.joch.worker.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import dev.joch.resource.text.StrictJson;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a program has left as output: a JSON object. When it has no members but {@code output} and
 * {@code artifacts}, those are meant; otherwise the whole object is the output.
 */
final class OutputDocument {

    /** Messages nest less deep than JSON may: what is deeper could not be read again. */
    private static final int DEEPEST = 30;

    private static final Set<String> ENVELOPE = Set.of("output", "artifacts");
    private static final int MOST_ARTIFACTS = 1000;

    private static final ObjectMapper MAPPER = StrictJson.reader(DEEPEST);

    /** What was found. */
    sealed interface Found {}

    /**
     * @param artifacts addresses that the program named, or names of files in its artifact folder
     */
    record Output(Struct output, List<String> artifacts) implements Found {
        Output {
            artifacts = List.copyOf(artifacts);
        }
    }

    record Invalid(String message) implements Found {}

    record TooLarge(String message) implements Found {}

    private OutputDocument() {}

    /** No file is an output without members. */
    static Found read(Path file, int mostBytes) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Output(Struct.getDefaultInstance(), List.of());
        }
        // a link, a pipe or a device is never opened
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Invalid("the output is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(mostBytes + 1);
            return bytes.length > mostBytes
                    ? new TooLarge(
                            "the output is larger than "
                                    + mostBytes
                                    + " bytes; write large results into JOCH_ARTIFACT_DIR")
                    : parse(bytes, mostBytes);
        } catch (IOException e) {
            return new Invalid("the output cannot be read: " + e.getMessage());
        }
    }

    static Found parse(byte[] bytes, int mostBytes) {
        try {
            JsonNode tree = MAPPER.readTree(bytes);
            if (!tree.isObject()) {
                return new Invalid(
                        "the output is "
                                + (tree.isMissingNode() ? "empty" : "no JSON object")
                                + "; write an object such as {\"answer\": \"...\"}");
            }
            return found(tree, mostBytes);
        } catch (JsonProcessingException e) {
            return new Invalid("the output is not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            return new Invalid("the output cannot be read: " + e.getMessage());
        }
    }

    private static Found found(JsonNode tree, int mostBytes) {
        List<String> names = new ArrayList<>();
        tree.fieldNames().forEachRemaining(names::add);
        boolean envelope = ENVELOPE.containsAll(names) && tree.path("output").isObject();
        List<String> artifacts = new ArrayList<>();
        if (envelope && tree.has("artifacts")) {
            JsonNode listed = tree.get("artifacts");
            if (!listed.isArray() || listed.size() > MOST_ARTIFACTS) {
                return new Invalid("artifacts is no list of at most " + MOST_ARTIFACTS + " names");
            }
            for (JsonNode each : listed) {
                if (!each.isTextual()) {
                    return new Invalid("artifacts holds something that is no text");
                }
                artifacts.add(each.textValue());
            }
        }
        JsonNode returned = envelope ? tree.get("output") : tree;
        if (!StrictJson.finite(returned)) {
            return new Invalid("the output holds a number that is too large");
        }
        Struct output = StrictJson.struct(returned);
        return output.getSerializedSize() > mostBytes
                ? new TooLarge(
                        "the output is larger than "
                                + mostBytes
                                + " bytes as a message; write large results into JOCH_ARTIFACT_DIR")
                : new Output(output, artifacts);
    }

    /** What the program says about its own failure, {@code {"error": {"message": "..."}}}. */
    static String error(Path file, int mostBytes) {
        return read(file, mostBytes) instanceof Output(Struct output, List<String> ignored)
                ? output.getFieldsOrDefault("error", Value.getDefaultInstance())
                        .getStructValue()
                        .getFieldsOrDefault("message", Value.getDefaultInstance())
                        .getStringValue()
                : "";
    }
}
