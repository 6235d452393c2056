package dev.joch.agent;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What the run is.
 *
 * @param document the whole input document
 */
public record AgentContext(Map<String, @Nullable Object> document) {

    /** Name of the execution. */
    public String execution() {
        return Json.text(Json.object(document, "execution"), "name");
    }

    /** Name of the agent. */
    public String agent() {
        return Json.text(Json.object(document, "agent"), "name");
    }

    /** All text blocks of the input, one a line. */
    public String text() {
        return Json.text(Json.object(document, "input"), "text");
    }

    /** The blocks of the input, as objects. */
    public List<@Nullable Object> content() {
        return Json.list(Json.object(document, "input"), "content");
    }

    /** The first data block of the input; empty when there is none. */
    public Map<String, @Nullable Object> data() {
        for (Object part : content()) {
            if (part instanceof Map<?, ?> block && "data".equals(block.get("kind"))) {
                @SuppressWarnings("unchecked") // every key of an object is text
                Map<String, @Nullable Object> object = (Map<String, @Nullable Object>) block;
                return Json.object(object, "data");
            }
        }
        return Map.of();
    }
}
