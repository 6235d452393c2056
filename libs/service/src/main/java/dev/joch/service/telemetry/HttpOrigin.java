package dev.joch.service.telemetry;

import io.grpc.Attributes;

/**
 * That a call came over HTTP, as an attribute of it.
 *
 * @param path without the query, which may hold what is nobody's business
 */
public record HttpOrigin(String method, String path) {

    public static final Attributes.Key<HttpOrigin> KEY = Attributes.Key.create("joch-http-origin");

    private static final int LONGEST = 256;

    public HttpOrigin {
        path = path.length() > LONGEST ? path.substring(0, LONGEST) : path;
    }
}
