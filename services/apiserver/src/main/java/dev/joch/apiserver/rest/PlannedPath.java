package dev.joch.apiserver.rest;

import java.util.List;

/**
 * A path of the sources whose service is not part of this installation yet.
 *
 * @param service that will serve it
 */
public record PlannedPath(String verb, String path, String service) {

    /** All of them. */
    public static final List<PlannedPath> ALL =
            List.of(
                    new PlannedPath(
                            "POST",
                            "/v1/namespaces/{namespace}/executions/{name}/replay",
                            "scheduler"),
                    new PlannedPath(
                            "POST", "/v1/namespaces/{namespace}/approvals/{id}/decide", "approval"),
                    new PlannedPath("POST", "/v1/approvals", "approval"),
                    new PlannedPath("POST", "/v1/approvals/{id}/decide", "approval"),
                    new PlannedPath("POST", "/v1/approvals/{id}/override", "approval"),
                    new PlannedPath("POST", "/v1/eval/{name}/run", "eval"),
                    new PlannedPath("POST", "/v1/promote", "controller-manager"));
}
