package dev.joch.resource.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Chooses how a text is read: JSON is YAML, but its own reader is faster and says better what is
 * wrong.
 */
final class TextReader {
    private final Budget budget;
    private final Findings findings;

    TextReader(Budget budget, Findings findings) {
        this.budget = budget;
        this.findings = findings;
    }

    void read(Text source, Roots roots) {
        roots.begin(1);
        String text = Utf8.decode(source.bytes(), findings);
        if (text == null) {
            return;
        }
        if (!JsonReader.looksLikeJson(text)) {
            new YamlReader(text, budget, findings).read(roots);
            return;
        }
        JsonProcessingException mistake = JsonReader.mistake(text);
        if (mistake == null) {
            new JsonReader(text, budget, findings).read(roots);
        } else if (source.name().toLowerCase(Locale.ROOT).endsWith(".json")) {
            JsonReader.report(mistake, findings);
        } else {
            new YamlReader(text, budget, findings).read(roots);
        }
    }

    Node tree(JsonNode tree) {
        return tree(tree, 1);
    }

    private Node tree(JsonNode tree, int depth) {
        budget.spend(depth, 0, 0);
        if (tree.isObject()) {
            MappingBuilder mapping = new MappingBuilder(budget, findings, Trail.ROOT, 0, 0);
            for (Map.Entry<String, JsonNode> field : tree.properties()) {
                budget.checkKey(field.getKey().length(), 0, 0);
                mapping.add(field.getKey(), 0, 0, tree(field.getValue(), depth + 1));
            }
            return mapping.build();
        }
        if (tree.isArray()) {
            List<Node> items = new ArrayList<>(tree.size());
            for (JsonNode item : tree) {
                items.add(tree(item, depth + 1));
            }
            return MappingBuilder.sequence(items, 0, 0);
        }
        String word = tree.isMissingNode() ? "null" : tree.asText();
        budget.checkScalar(word.length(), 0, 0);
        return new Node.Scalar(word, tree.isTextual() || tree.isBinary(), 0, 0);
    }

    /** Refuses texts that are too large together. */
    static boolean fits(List<Text> texts, DecodeLimits limits, Findings findings) {
        long bytes = 0;
        for (Text text : texts) {
            ByteString content = text.bytes();
            bytes += content.size();
            if (bytes > limits.bytes()) {
                findings.enter(text.name(), 0, "");
                findings.error(
                        DecodeReason.TOO_LARGE,
                        0,
                        0,
                        "",
                        "the request is larger than " + limits.bytes() + " bytes",
                        "split it into several requests");
                return false;
            }
        }
        return true;
    }
}
