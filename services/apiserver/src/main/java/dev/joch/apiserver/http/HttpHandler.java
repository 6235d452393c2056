package dev.joch.apiserver.http;

/**
 * What the server does with requests. Both methods may block: each runs on a virtual thread, except
 * for {@code refuse}.
 */
public interface HttpHandler {

    /**
     * Answers, or opens a stream and ends it. An exchange that is left without an answer is closed.
     */
    void handle(HttpExchange exchange);

    /** The answer to what is no request. Must not block. */
    HttpAnswer refuse(TransportFault fault);
}
