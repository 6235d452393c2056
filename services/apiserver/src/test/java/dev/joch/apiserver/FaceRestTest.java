package dev.joch.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.joch.apiserver.rest.PlannedPath;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.Map;

class FaceRestTest {

    private static TestEdge edge;
    private static RestClient admin;

    @BeforeAll
    static void start() {
        edge = TestEdge.start();
        admin = new RestClient(edge, "admin");
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void aProblemHasTheShapeOfTheStandardAndOfTheDocuments() {
        var answer =
                admin.get("/v1/namespaces/payments/agents/absent", "x-request-id", "my-request");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.header("x-request-id")).isEqualTo("my-request");
        JsonNode json = answer.json();
        assertThat(json.path("type").asText()).endsWith("/NOT_FOUND");
        assertThat(json.path("title").asText()).isEqualTo("Not found");
        assertThat(json.path("status").asInt()).isEqualTo(404);
        assertThat(json.path("detail").asText()).isNotEmpty();
        assertThat(json.path("requestId").asText()).isEqualTo("my-request");
        assertThat(json.at("/error/code").asText()).isEqualTo("NotFound");
        assertThat(json.at("/error/message").asText()).isNotEmpty();
        assertThat(json.at("/error/details").isObject()).isTrue();
    }

    @Test
    void requestIdsThatAreNotFitForLogsAreReplaced() {
        var answer = admin.get("/v1/whoami", "x-request-id", "no spaces please");
        assertThat(answer.header("x-request-id")).isNotEmpty().doesNotContain(" ");
    }

    @Test
    void nobodyGetsInWithoutAToken() {
        for (String path : new String[] {"/v1/agents", "/v1/whoami", "/v1/namespaces/a/agents/b"}) {
            var answer = admin.as("").get(path);
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
        }
        assertThat(admin.as("").call("POST", "/v1/promote", "{}").status()).isEqualTo(401);
        assertThat(admin.as("").get("/v1/version").status()).isEqualTo(200);
    }

    @Test
    void wrongPathsAndMethodsSayWhatIsRight() {
        for (String path :
                new String[] {
                    "/", "/v2/agents", "/v1", "/v1/a/b/c/d/e/f", "/v1//agents", "/favicon.ico"
                }) {
            var answer = admin.get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.reason()).as(path).isEqualTo("NO_SUCH_PATH");
        }
        var wrong = admin.call("POST", "/v1/namespaces/a/agents/b", "");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.header("allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH");
        assertThat(admin.call("BREW", "/v1/agents", "").status()).isEqualTo(405);
        assertThat(admin.get("/v1/resources/apply").reason())
                .as("apply is no kind, but reads like one")
                .isEqualTo("UNKNOWN_KIND");
        var options = admin.call("OPTIONS", "/v1/namespaces/a/agents/b", "");
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("allow")).contains("PATCH");
        assertThat(admin.get("/v1/agents/").status())
                .as("a slash at the end is no other place")
                .isEqualTo(200);
    }

    @Test
    void plannedPathsExistAndNameTheirService() {
        for (PlannedPath planned : PlannedPath.ALL) {
            String path = planned.path().replaceAll("\\{[a-z]+}", "x");
            var answer = admin.call(planned.verb(), path, "");
            assertThat(answer.status()).as(planned.path()).isEqualTo(501);
            assertThat(answer.json().at("/error/code").asText()).isEqualTo("NotImplementedYet");
            assertThat(answer.json().at("/error/details/service").asText())
                    .isEqualTo(planned.service());
        }
    }

    @Test
    void healthNeedsNoToken() {
        RestClient anybody = admin.as("");
        assertThat(anybody.get("/healthz").json().path("status").asText()).isEqualTo("ok");
        assertThat(anybody.get("/livez").status()).isEqualTo(200);
        JsonNode ready = anybody.get("/readyz?verbose").json();
        assertThat(ready.at("/checks/resource-store").asText()).isEqualTo("ok");
        assertThat(ready.at("/checks/admission").asText()).isEqualTo("ok");
        assertThat(ready.at("/checks/rights").asText()).isEqualTo("ok");
    }

    @Test
    void theDescriptionOfTheApiNamesEveryPathOfTheSources() {
        JsonNode paths = admin.as("").get("/openapi.json").json().path("paths");
        Map.of(
                        "/v1/resources/apply", "post",
                        "/v1/namespaces/{namespace}/agents", "get",
                        "/v1/namespaces/{namespace}/agents/{name}", "get",
                        "/v1/namespaces/{namespace}/agents/{name}/agbom", "get",
                        "/v1/namespaces/{namespace}/executions", "post",
                        "/v1/namespaces/{namespace}/toolcalls", "get",
                        "/v1/namespaces/{namespace}/approvals", "get",
                        "/v1/namespaces/{namespace}/approvals/{id}/decide", "post",
                        "/v1/eval/{name}/run", "post",
                        "/v1/promote", "post")
                .forEach((path, verb) -> assertThat(paths.path(path).has(verb)).as(path).isTrue());
        assertThat(admin.as("").get("/openapi/v3").status()).isEqualTo(200);
    }

    @Test
    void whoAmITellsWhatTheServerSees() {
        JsonNode me = admin.get("/v1/whoami").json();
        assertThat(me.path("subject").asText()).isEqualTo("admin");
        assertThat(me.path("roles").toString()).contains("admin@*");
    }
}
