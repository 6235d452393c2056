package dev.joch.apiserver.rest;

import io.grpc.Status;

/** Status codes of HTTP for the codes of gRPC. The reason decides where HTTP is finer. */
final class HttpStatuses {

    private HttpStatuses() {}

    static int of(Status.Code code, String reason) {
        return switch (reason) {
            case "MANIFEST_INVALID" -> 422;
            case "TOO_LARGE", "BODY_TOO_LARGE" -> 413;
            case "METHOD_NOT_ALLOWED" -> 405;
            case "NOT_ACCEPTABLE" -> 406;
            case "UNSUPPORTED_MEDIA_TYPE" -> 415;
            case "REQUEST_TOO_SLOW" -> 408;
            case "LINE_TOO_LONG" -> 414;
            case "HEADERS_TOO_LARGE" -> 431;
            case "EXPECTATION_FAILED" -> 417;
            // somebody else stands in the way, and may go
            case "REFERENCED", "DELETING", "PROMOTION_FAILED" -> 409;
            case "REQUEST_ID_REUSED" -> 422;
            default -> ofCode(code);
        };
    }

    private static int ofCode(Status.Code code) {
        return switch (code) {
            case OK -> 200;
            case INVALID_ARGUMENT -> 400;
            case FAILED_PRECONDITION -> 422;
            case OUT_OF_RANGE -> 410;
            case UNAUTHENTICATED -> 401;
            case PERMISSION_DENIED -> 403;
            case NOT_FOUND -> 404;
            case ABORTED, ALREADY_EXISTS -> 409;
            case RESOURCE_EXHAUSTED -> 429;
            case CANCELLED -> 499;
            case UNIMPLEMENTED -> 501;
            case UNAVAILABLE -> 503;
            case DEADLINE_EXCEEDED -> 504;
            case INTERNAL, UNKNOWN, DATA_LOSS -> 500;
        };
    }
}
