package dev.joch.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.hash.Hashing;

import java.nio.charset.StandardCharsets;

/** How a specification is kept by the runtime: the same text for the same specification. */
public final class SpecText {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What is kept. */
    public record Kept(WorkloadKind kind, WorkloadSpec spec) {}

    private SpecText() {}

    public static String write(WorkloadKind kind, WorkloadSpec spec) {
        try {
            return JSON.writeValueAsString(new Kept(kind, spec));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a specification can always be written", e);
        }
    }

    /** Throws {@link IllegalArgumentException} when it is not what {@link #write} gave. */
    public static Kept read(String text) {
        try {
            return JSON.readValue(text, Kept.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a specification", e);
        }
    }

    public static String digest(String text) {
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
    }
}
