package dev.joch.apiserver.http;

/** Why a request never became one. */
public enum TransportFault {
    /** The bytes are not HTTP/1.1. */
    MALFORMED,
    LINE_TOO_LONG,
    HEADERS_TOO_LARGE,
    BODY_TOO_LARGE,
    /** The client took too long to send it. */
    TOO_SLOW,
    /** The client expects something else than {@code 100-continue}. */
    EXPECTATION,
    /** Bodies of other requests fill the memory set aside for them. */
    OVERLOADED
}
