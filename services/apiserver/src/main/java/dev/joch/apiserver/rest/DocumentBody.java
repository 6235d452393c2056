package dev.joch.apiserver.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;

import dev.joch.api.v1.Source;
import dev.joch.apiserver.http.HttpExchange;
import dev.joch.service.problem.ProblemException;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A body that holds documents: as text, as several files, or as the request message in JSON. */
final class DocumentBody {

    private static final String ACCEPTED = "application/yaml, application/json or multipart/mixed";
    private static final int LONGEST_NAME = 4096;
    private static final ByteString LIST_START =
            ByteString.copyFromUtf8("{\"kind\":\"List\",\"items\":");
    private static final ByteString LIST_END = ByteString.copyFromUtf8("}");

    private final Message.Builder request;

    private DocumentBody(Message.Builder request) {
        this.request = request;
    }

    static void read(HttpExchange exchange, Message.Builder request) {
        new DocumentBody(request).read(exchange);
    }

    private void read(HttpExchange exchange) {
        String header = exchange.head().header("content-type").orElse("");
        MediaType type = MediaType.parse(header);
        String name =
                exchange.head().header("joch-source").map(DocumentBody::sourceName).orElse("");
        if (exchange.body().length == 0) {
            return;
        }
        if (!type.isUtf8()) {
            throw new ProblemException(
                    new RestProblem.UnsupportedMediaType(header, "text in UTF-8"));
        }
        if (type.isMultipart()) {
            Multipart.read(exchange.body(), type.parameters().getOrDefault("boundary", ""))
                    .forEach(this::add);
        } else if (type.isJson() && isMessage(exchange.body())) {
            message(exchange.body());
        } else if (type.isJson() || type.isYaml()) {
            add(
                    Source.newBuilder()
                            .setName(name)
                            .setContent(
                                    type.isJson()
                                            ? listed(exchange.body())
                                            : whole(exchange.body()))
                            .build());
        } else {
            throw new ProblemException(
                    new RestProblem.UnsupportedMediaType(shown(header), ACCEPTED));
        }
    }

    /** Printable and short: it comes back in diagnostics. */
    static String sourceName(String name) {
        boolean printable = name.codePoints().noneMatch(c -> Character.isISOControl(c));
        if (!printable || name.length() > LONGEST_NAME) {
            throw new ProblemException(
                    new RestProblem.InvalidHeader(
                            "joch-source",
                            "a file name of at most " + LONGEST_NAME + " printable characters"));
        }
        return name;
    }

    private void add(Source source) {
        request.addRepeatedField(field("sources"), source);
    }

    /**
     * Whether the JSON is the request message: it has sources or resources where a document has its
     * kind.
     */
    private static boolean isMessage(byte[] body) {
        try (JsonParser json = JsonText.MAPPER.getFactory().createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                switch (json.currentName()) {
                    case "sources", "resources" -> {
                        return true;
                    }
                    case "apiVersion", "kind", "metadata", "spec", "items" -> {
                        return false;
                    }
                    default -> {
                        json.nextToken();
                        json.skipChildren();
                    }
                }
            }
            return false;
        } catch (IOException e) {
            // the decoder says better what is wrong
            return false;
        }
    }

    /** The decoder knows lists by their kind; an array is one that lacks it. */
    private static ByteString listed(byte[] body) {
        int first = 0;
        while (first < body.length && body[first] <= ' ') {
            first++;
        }
        ByteString content = whole(body);
        return first < body.length && body[first] == '['
                ? LIST_START.concat(content).concat(LIST_END)
                : content;
    }

    private static ByteString whole(byte[] body) {
        return UnsafeByteOperations.unsafeWrap(body);
    }

    private void message(byte[] body) {
        JsonNode tree;
        try {
            tree = JsonText.MAPPER.readTree(body);
        } catch (IOException e) {
            throw invalid("it is no JSON");
        }
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "sources" -> value.forEach(source -> add(source(source)));
                case "resources" -> {
                    for (int i = 0; i < value.size(); i++) {
                        add(resource(value.get(i), i));
                    }
                }
                case "namespace" -> request.setField(field("namespace"), value.asText());
                case "validateOnly" -> set("validate_only", value.asBoolean());
                case "requestId" -> set("request_id", value.asText());
                default -> throw invalid("it has no field " + shown(field.getKey()));
            }
        }
    }

    private static Source source(JsonNode source) {
        try {
            return Source.newBuilder()
                    .setName(sourceName(source.path("name").asText("")))
                    .setContent(ByteString.copyFrom(source.path("content").binaryValue()))
                    .build();
        } catch (IOException | NullPointerException e) {
            throw invalid("a source has a name and its content in base64");
        }
    }

    private static Source resource(JsonNode resource, int index) {
        return Source.newBuilder()
                .setName("resources[" + index + "]")
                .setContent(ByteString.copyFromUtf8(resource.toString()))
                .build();
    }

    private void set(String name, Object value) {
        FieldDescriptor field = request.getDescriptorForType().findFieldByName(name);
        if (field == null) {
            throw invalid("it has no field " + name);
        }
        request.setField(field, value);
    }

    private FieldDescriptor field(String name) {
        return List.copyOf(request.getDescriptorForType().getFields()).stream()
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no field " + name));
    }

    private static String shown(String text) {
        return text.length() > 64 ? text.substring(0, 64) + "..." : text;
    }

    private static ProblemException invalid(String why) {
        return new ProblemException(new RestProblem.InvalidBody(why));
    }
}
