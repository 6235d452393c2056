package dev.joch.apiserver.rest;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A {@code content-type} header.
 *
 * @param name lower case, without parameters
 * @param parameters by lower-case name, without quotes
 */
record MediaType(String name, Map<String, String> parameters) {

    MediaType {
        parameters = Map.copyOf(parameters);
    }

    static MediaType parse(String header) {
        String[] pieces = header.split(";");
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < pieces.length; i++) {
            int equals = pieces[i].indexOf('=');
            if (equals > 0) {
                String value = pieces[i].substring(equals + 1).strip();
                boolean quoted =
                        value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                parameters.put(
                        pieces[i].substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        quoted ? value.substring(1, value.length() - 1) : value);
            }
        }
        return new MediaType(pieces[0].strip().toLowerCase(Locale.ROOT), parameters);
    }

    boolean isYaml() {
        return switch (name) {
            case "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml" -> true;
            default -> false;
        };
    }

    boolean isJson() {
        return name.equals("application/json");
    }

    boolean isMultipart() {
        return name.equals("multipart/mixed") || name.equals("multipart/form-data");
    }

    /** Text in another encoding is not text here. */
    boolean isUtf8() {
        String charset = parameters.getOrDefault("charset", "utf-8").toLowerCase(Locale.ROOT);
        return charset.equals("utf-8") || charset.equals("us-ascii");
    }
}
