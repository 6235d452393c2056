package dev.joch.cli.execution;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.json.JsonException;
import dev.joch.cli.json.JsonReader;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an agent is given: text that was typed, values by name, a JSON file. */
final class RunInput {

    private RunInput() {}

    /** The parts of the input, in the order text, values, file. */
    static List<@Nullable Object> parts(List<String> words, Arguments arguments, Session session) {
        List<@Nullable Object> parts = new ArrayList<>();
        if (!words.isEmpty()) {
            parts.add(Map.of("kind", "text", "text", String.join(" ", words)));
        }
        Map<String, @Nullable Object> values = values(arguments.values("--param"));
        if (!values.isEmpty()) {
            parts.add(data(values));
        }
        arguments
                .value("--file")
                .ifPresent(file -> parts.add(data(json(session.world().folder().resolve(file)))));
        if (parts.isEmpty()) {
            throw FailureException.usage(
                    "the agent is given nothing",
                    "write a text, --param NAME=VALUE or --file FILE; for nothing at all, an empty"
                            + " text: \"\"");
        }
        return parts;
    }

    private static Map<String, @Nullable Object> data(Object value) {
        Map<String, @Nullable Object> part = new LinkedHashMap<>();
        part.put("kind", "data");
        part.put("data", value);
        return part;
    }

    /** A value is JSON if it can be read so, and text otherwise. */
    private static Map<String, @Nullable Object> values(List<String> given) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String text : given) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw FailureException.usage(
                        "--param takes NAME=VALUE, not \"" + text + "\"",
                        "for example --param ticketId=T-77123");
            }
            values.put(text.substring(0, equals), value(text.substring(equals + 1)));
        }
        return values;
    }

    private static @Nullable Object value(String text) {
        try {
            return JsonReader.read(text);
        } catch (JsonException e) {
            return text;
        }
    }

    private static Object json(Path file) {
        try {
            Object value = JsonReader.read(Files.readString(file));
            if (value instanceof Map<?, ?>) {
                return value;
            }
        } catch (JsonException e) {
            throw FailureException.usage(
                    file + " is no JSON: " + e.getMessage(), "mend it, or give the text itself");
        } catch (IOException e) {
            throw FailureException.usage(file + " cannot be read", "check its name and rights");
        }
        throw FailureException.usage(
                file + " is no JSON object", "put what the agent is given into { }");
    }
}
