package dev.joch.testkit.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** One flat JSON object on one line: texts, whole numbers, and maps from text to text. */
final class JsonLine {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonLine() {}

    static String write(Map<String, Object> line) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, Object> entry : line.entrySet()) {
                write(json, entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, String key, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeObjectFieldStart(key);
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeStringField(
                        String.valueOf(entry.getKey()), String.valueOf(entry.getValue()));
            }
            json.writeEndObject();
        } else if (value instanceof Long number) {
            json.writeNumberField(key, number);
        } else {
            json.writeStringField(key, String.valueOf(value));
        }
    }

    static Map<String, Object> read(String line) {
        try (JsonParser json = JSON.createParser(line)) {
            json.nextToken();
            return object(json);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    private static Map<String, Object> object(JsonParser json) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            JsonToken token = json.nextToken();
            if (token == JsonToken.START_OBJECT) {
                map.put(key, object(json));
            } else if (token == JsonToken.VALUE_NUMBER_INT) {
                map.put(key, json.getLongValue());
            } else {
                map.put(key, json.getText());
            }
        }
        return map;
    }

    static long number(Map<String, Object> line, String key) {
        if (line.get(key) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException(key + " is no number in " + line);
    }

    static String text(Map<String, Object> line, String key) {
        if (line.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(key + " is no text in " + line);
    }

    static Map<String, String> texts(Map<String, Object> line, String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (line.get(key) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
            return texts;
        }
        throw new IllegalArgumentException(key + " is no map in " + line);
    }
}
