package dev.joch.cli.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is asked.
 *
 * @param target path and query
 */
public record Request(String method, String target, Map<String, String> headers, byte[] body) {
    private static final byte[] NOTHING = {};

    public static Request of(String method, String target) {
        return new Request(method, target, Map.of(), NOTHING);
    }

    public Request with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Request(method, target, all, body);
    }

    public Request sending(String contentType, byte[] content) {
        return new Request(method, target, headers, content).with("Content-Type", contentType);
    }

    /** Whether repeating it does no harm. */
    boolean safe() {
        return method.equals("GET");
    }
}
