package dev.joch.cli.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A path with parameters, escaped. */
public final class Query {
    private final StringBuilder text = new StringBuilder();
    private boolean asked;

    private Query(String path) {
        text.append(path);
    }

    public static Query at(String... segments) {
        StringBuilder path = new StringBuilder("/v1");
        for (String segment : segments) {
            path.append('/').append(escape(segment));
        }
        return new Query(path.toString());
    }

    /** Adds a parameter unless its value is empty. */
    public Query with(String name, String value) {
        if (!value.isEmpty()) {
            text.append(asked ? '&' : '?').append(name).append('=').append(escape(value));
            asked = true;
        }
        return this;
    }

    private static String escape(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
