package dev.joch.agbom.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.hash.Hashing;

import dev.joch.resource.text.CanonicalJson;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Content as canonical JSON (RFC 8785): what is kept, and what decides whether it changed. */
public final class ContentText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ContentText() {}

    public static byte[] write(Content content) {
        ObjectNode root = JSON.createObjectNode();
        root.set("agent", item(content.agent()));
        root.put("owner", content.owner());
        ArrayNode items = root.putArray("items");
        content.items().forEach(item -> items.add(item(item)));
        ObjectNode links = root.putObject("dependencies");
        content.dependencies().forEach((from, to) -> to.forEach(links.putArray(from)::add));
        ArrayNode risks = root.putArray("risks");
        for (Risk risk : content.risks()) {
            risks.addObject()
                    .put("kind", risk.kind())
                    .put("name", risk.name())
                    .put("reason", risk.reason());
        }
        return CanonicalJson.bytes(root);
    }

    public static Content read(byte[] text) {
        try {
            JsonNode root = JSON.readTree(text);
            List<Item> items = new ArrayList<>();
            root.path("items").forEach(item -> items.add(item(item)));
            Map<String, SortedSet<String>> links = new TreeMap<>();
            root.path("dependencies")
                    .properties()
                    .forEach(link ->
                            links.put(link.getKey(), new TreeSet<>(texts(link.getValue()))));
            List<Risk> risks = new ArrayList<>();
            root.path("risks")
                    .forEach(risk ->
                            risks.add(
                                    new Risk(
                                            risk.path("kind").asText(),
                                            risk.path("name").asText(),
                                            risk.path("reason").asText())));
            return new Content(
                    item(root.path("agent")), root.path("owner").asText(), items, links, risks);
        } catch (IOException e) {
            throw new UncheckedIOException("what is kept of a bill is no JSON", e);
        }
    }

    /** {@code sha256:} and the digest of the content and of what is written of it. */
    public static String digest(byte[] text, Settings settings) {
        String documents = "\n" + String.join(",", settings.formats()) + "\n" + settings.signed();
        return "sha256:"
                + Hashing.sha256()
                        .newHasher()
                        .putBytes(text)
                        .putString(documents, StandardCharsets.UTF_8)
                        .hash();
    }

    private static ObjectNode item(Item item) {
        ObjectNode node = JSON.createObjectNode();
        node.put("ref", item.ref())
                .put("identity", item.identity())
                .put("shape", item.shape().name())
                .put("kind", item.kind())
                .put("name", item.name())
                .put("version", item.version())
                .put("description", item.description())
                .put("purl", item.purl());
        item.endpoints().forEach(node.putArray("endpoints")::add);
        item.properties().forEach(node.putObject("properties")::put);
        return node;
    }

    private static Item item(JsonNode node) {
        Map<String, String> properties = new TreeMap<>();
        node.path("properties")
                .properties()
                .forEach(property ->
                        properties.put(property.getKey(), property.getValue().asText()));
        return new Item(
                node.path("ref").asText(),
                node.path("identity").asText(),
                Shape.valueOf(node.path("shape").asText()),
                node.path("kind").asText(),
                node.path("name").asText(),
                node.path("version").asText(),
                node.path("description").asText(),
                node.path("purl").asText(),
                texts(node.path("endpoints")),
                properties);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
