package dev.joch.server.badinput;

import java.util.stream.Stream;

/** Calls about manifests, bills of materials and policy with something wrong in them. */
final class BadCalls {

    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";
    private static final String RULE = "/v1/namespaces/payments/policies/p/rules/r/";

    private BadCalls() {}

    /**
     * One call.
     *
     * @param accept the header; any when empty
     */
    record BadCall(
            String method,
            String path,
            String accept,
            String type,
            String body,
            int status,
            String reason) {

        @Override
        public String toString() {
            return method + " " + path + " " + accept + " " + body;
        }
    }

    static Stream<BadCall> all() {
        return Stream.of(manifests(), bills(), policy()).flatMap(calls -> calls);
    }

    private static Stream<BadCall> manifests() {
        return Stream.of(
                get("/v1/namespaces/payments/manifests/triage", 404, "MANIFEST_NOT_FOUND"),
                get("/v1/namespaces/payments/manifests/triage-g0", 404, "MANIFEST_NOT_FOUND"),
                get("/v1/manifests?watch=true", 400, "NOT_WATCHABLE"),
                get("/v1/resources?kind=manifests,agents", 400, "INVALID_PARAMETER"),
                get("/v1/namespaces/payments/agents/a?environment=dev", 400, "INVALID_ARGUMENT"),
                get("/v1/agents?agent=a", 400, "INVALID_ARGUMENT"),
                get(
                        "/v1/namespaces/payments/manifests/a-g1?environmnt=dev",
                        400,
                        "UNKNOWN_PARAMETER"),
                get(
                        "/v1/namespaces/payments/manifests/a-g1?environment=" + "e".repeat(64),
                        400,
                        "INVALID_ARGUMENT"),
                send(
                        "DELETE",
                        "/v1/namespaces/payments/manifests/a-g1",
                        YAML,
                        "",
                        403,
                        "FORBIDDEN"));
    }

    private static Stream<BadCall> bills() {
        return Stream.of(
                get("/v1/agbom/a?format=pdf", 400, "INVALID_ARGUMENT"),
                get("/v1/agbom/a?generation=-1", 400, "INVALID_ARGUMENT"),
                get("/v1/agbom/a?generation=first", 400, "INVALID_PARAMETER"),
                get("/v1/agbom/a?signed=perhaps", 400, "INVALID_PARAMETER"),
                get("/v1/agbom/a?extensions=some", 400, "INVALID_ARGUMENT"),
                get("/v1/agbom/" + "a".repeat(254), 400, "INVALID_ARGUMENT"),
                get("/v1/agbom/a/diff", 400, "INVALID_ARGUMENT"),
                get("/v1/agbom/a/diff?from=2&to=-1", 400, "INVALID_ARGUMENT"),
                get("/v1/agbom?limit=1001", 400, "INVALID_ARGUMENT"),
                new BadCall(
                        "GET", "/v1/agbom/a", "application/pdf", YAML, "", 406, "NOT_ACCEPTABLE"));
    }

    private static Stream<BadCall> policy() {
        return Stream.of(
                get("/v1/decisions?limit=1001", 400, "INVALID_ARGUMENT"),
                get("/v1/decisions?since=yesterday", 400, "INVALID_PARAMETER"),
                get("/v1/decisions?decision=perhaps", 400, "INVALID_ARGUMENT"),
                send("POST", "/v1/policy/preview", YAML, "kind: [", 422, "MANIFEST_INVALID"),
                send(
                        "POST",
                        "/v1/policy/preview",
                        YAML,
                        BadDocuments.team("fresh"),
                        400,
                        "INVALID_ARGUMENT"),
                send("POST", RULE + "disable", JSON, "{\"hours\": 1}", 400, "INVALID_BODY"),
                send("POST", RULE + "disable", JSON, "{", 400, "INVALID_BODY"),
                send(
                        "POST",
                        RULE + "disable",
                        JSON,
                        "{\"seconds\": 86401, \"reason\": \"x\"}",
                        400,
                        "INVALID_ARGUMENT"),
                send(
                        "POST",
                        RULE + "disable",
                        JSON,
                        "{\"seconds\": 60, \"reason\": \"x\"}",
                        404,
                        "NOT_FOUND"),
                send(
                        "POST",
                        "/v1/namespaces/payments/agents/a/break-glass",
                        JSON,
                        "{\"hook\": \"steps/toolCallRequest\", \"seconds\": 60, \"reason\": \"x\"}",
                        403,
                        "FORBIDDEN"));
    }

    private static BadCall get(String path, int status, String reason) {
        return send("GET", path, YAML, "", status, reason);
    }

    private static BadCall send(
            String method, String path, String type, String body, int status, String reason) {
        return new BadCall(method, path, "", type, body, status, reason);
    }
}
