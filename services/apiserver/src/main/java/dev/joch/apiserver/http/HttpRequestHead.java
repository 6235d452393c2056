package dev.joch.apiserver.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request without its body.
 *
 * @param segments of the path, decoded, without the empty one in front
 * @param query parameters in the order given, decoded
 */
public record HttpRequestHead(
        String method,
        String path,
        List<String> segments,
        Map<String, List<String>> query,
        HttpHeaders headers,
        SocketAddress peer) {

    private static final int MOST_PARAMETERS = 200;

    /** A proxy before us might believe the other one. */
    private static final List<CharSequence> SAID_ONCE =
            List.of(
                    HttpHeaderNames.HOST,
                    HttpHeaderNames.AUTHORIZATION,
                    HttpHeaderNames.CONTENT_TYPE,
                    HttpHeaderNames.TRANSFER_ENCODING,
                    HttpHeaderNames.IF_MATCH,
                    "idempotency-key");

    /**
     * Reads the target of a request; refuses one whose escapes are broken with an {@code
     * IllegalArgumentException}.
     */
    static HttpRequestHead of(
            String method, String target, HttpHeaders headers, SocketAddress peer) {
        int question = target.indexOf('?');
        String rawPath = question < 0 ? target : target.substring(0, question);
        String rawQuery = question < 0 ? "" : target.substring(question + 1);
        List<String> segments =
                rawPath.length() <= 1 || rawPath.charAt(0) != '/'
                        ? List.of()
                        : List.of(rawPath.substring(1).split("/", -1)).stream()
                                .map(HttpRequestHead::decoded)
                                .toList();
        Map<String, List<String>> query =
                new QueryStringDecoder(rawQuery, StandardCharsets.UTF_8, false, MOST_PARAMETERS)
                        .parameters();
        return new HttpRequestHead(method, rawPath, segments, query, headers, peer);
    }

    /** Whether a header that may be said once is said more than once. */
    static boolean contradicts(HttpHeaders headers) {
        return SAID_ONCE.stream().anyMatch(name -> headers.getAll(name).size() > 1);
    }

    /** A plus sign is a plus sign in a path. */
    private static String decoded(String segment) {
        return QueryStringDecoder.decodeComponent(
                segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The header, its first value where it was sent more than once. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The parameter, its last value where it was sent more than once. */
    public Optional<String> parameter(String name) {
        List<String> values = query.get(name);
        return values == null ? Optional.empty() : Optional.of(values.getLast());
    }

    /** Whether the parameter is there and does not say no. */
    public boolean flag(String name) {
        return parameter(name)
                .filter(text -> !text.equals("false") && !text.equals("0"))
                .isPresent();
    }
}
