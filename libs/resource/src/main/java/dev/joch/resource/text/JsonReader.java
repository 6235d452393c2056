package dev.joch.resource.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Turns JSON into trees; several values one after the other are several documents. */
final class JsonReader {
    /** Names are not kept in a table that outlives the request: its users choose them. */
    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private final String text;
    private final Budget budget;
    private final Findings findings;

    JsonReader(String text, Budget budget, Findings findings) {
        this.text = text;
        this.budget = budget;
        this.findings = findings;
    }

    /** Whether the text begins like JSON. */
    static boolean looksLikeJson(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '{' || c == '[') {
                return true;
            }
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return false;
            }
        }
        return false;
    }

    /**
     * Why the text is not JSON; null if it is. Nesting beyond reason counts as JSON: the limits
     * deal with it.
     */
    static @Nullable JsonProcessingException mistake(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            while (parser.nextToken() != null) {
                // only the syntax matters
            }
            return null;
        } catch (StreamConstraintsException e) {
            return null;
        } catch (JsonProcessingException e) {
            return e;
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be read", e);
        }
    }

    static void report(JsonProcessingException mistake, Findings findings) {
        JsonLocation location = mistake.getLocation();
        findings.error(
                DecodeReason.MALFORMED_JSON,
                location == null ? 1 : location.getLineNr(),
                location == null ? 1 : location.getColumnNr(),
                "",
                "this is not JSON: " + oneLine(mistake.getOriginalMessage()),
                "");
    }

    private static String oneLine(String message) {
        String first = message.lines().findFirst().orElse("");
        return first.length() > 200 ? first.substring(0, 200) + "…" : first;
    }

    void read(Roots roots) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            roots.begin(1);
            while (parser.nextToken() != null) {
                Node root = node(parser, 1, Trail.ROOT);
                roots.accept(root);
                roots.begin(parser.currentLocation().getLineNr());
            }
        } catch (Stopped e) {
            if (e.wholeRequest()) {
                throw e;
            }
        } catch (JsonProcessingException e) {
            report(e, findings);
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be read", e);
        }
    }

    private Node node(JsonParser parser, int depth, Trail trail) throws IOException {
        JsonLocation location = parser.currentTokenLocation();
        int line = location.getLineNr();
        int column = location.getColumnNr();
        budget.spend(depth, line, column);
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return object(parser, depth, trail);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Node> items = new ArrayList<>(4);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(node(parser, depth + 1, trail.item(items.size())));
            }
            return MappingBuilder.sequence(items, line, column);
        }
        String word = parser.getText();
        budget.checkScalar(word.length(), line, column);
        return new Node.Scalar(word, token == JsonToken.VALUE_STRING, line, column);
    }

    private Node object(JsonParser parser, int depth, Trail trail) throws IOException {
        JsonLocation start = parser.currentTokenLocation();
        MappingBuilder mapping =
                new MappingBuilder(budget, findings, trail, start.getLineNr(), start.getColumnNr());
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            JsonLocation location = parser.currentTokenLocation();
            String key = parser.currentName();
            budget.checkKey(key.length(), location.getLineNr(), location.getColumnNr());
            parser.nextToken();
            mapping.add(
                    key,
                    location.getLineNr(),
                    location.getColumnNr(),
                    node(parser, depth + 1, trail.field(key)));
        }
        return mapping.build();
    }
}
