package dev.joch.controllermanager.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.util.Map;
import java.util.TreeMap;

/** Labels as the database keeps them. */
final class LabelText {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeMap<String, String>> LABELS = new TypeReference<>() {};

    private LabelText() {}

    static String write(Map<String, String> labels) {
        try {
            return JSON.writeValueAsString(new TreeMap<>(labels));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("labels are texts", e);
        }
    }

    static Map<String, String> read(String text) {
        try {
            return JSON.readValue(text, LABELS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("labels are kept as an object of texts", e);
        }
    }
}
