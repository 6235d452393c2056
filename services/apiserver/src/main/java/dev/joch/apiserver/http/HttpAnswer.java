package dev.joch.apiserver.http;

import java.util.Map;

/**
 * A complete answer.
 *
 * @param headers by lower-case name; {@code content-length} is added
 */
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {

    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    public HttpAnswer(int status, String contentType, byte[] body) {
        this(status, Map.of("content-type", contentType), body);
    }
}
