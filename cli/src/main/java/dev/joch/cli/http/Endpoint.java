package dev.joch.cli.http;

import dev.joch.cli.problem.FailureException;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a server listens.
 *
 * @param path what its paths begin with; empty, or beginning with a slash
 */
public record Endpoint(boolean secure, String host, int port, String path) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    public static Endpoint of(String url) {
        try {
            URI uri = new URI(url);
            boolean secure = "https".equalsIgnoreCase(uri.getScheme());
            if (uri.getHost() == null || !(secure || "http".equalsIgnoreCase(uri.getScheme()))) {
                throw wrong(url);
            }
            int port = uri.getPort() >= 0 ? uri.getPort() : secure ? HTTPS_PORT : HTTP_PORT;
            String path =
                    uri.getRawPath() == null || uri.getRawPath().equals("/")
                            ? ""
                            : uri.getRawPath();
            return new Endpoint(secure, uri.getHost(), port, path);
        } catch (URISyntaxException e) {
            throw wrong(url);
        }
    }

    String hostHeader() {
        boolean usual = port == (secure ? HTTPS_PORT : HTTP_PORT);
        return usual ? host : host + ":" + port;
    }

    private static FailureException wrong(String url) {
        return FailureException.usage(
                "\"" + url + "\" is not the address of a server",
                "for example http://127.0.0.1:8080");
    }
}
