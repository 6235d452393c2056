package dev.joch.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

class ListRestTest {

    private static TestEdge edge;
    private static RestClient admin;

    @BeforeAll
    static void start() {
        edge = TestEdge.start();
        admin = new RestClient(edge, "admin");
        edge.given(Documents.agent("a", "payments", "one"));
        edge.given(Documents.agent("b", "payments", "two"));
        edge.given(Documents.agent("c", "billing", "three"));
        edge.given(Documents.agent("d", "joch-shared", "four"));
        edge.given(Documents.model("m"));
        edge.given(Documents.team("payments", "payments", "alice", "viewer"));
        dev.joch.testkit.wait.Await.until(
                "the team is known",
                Duration.ofSeconds(5),
                () -> admin.as("alice").get("/v1/namespaces/payments/agents").status() == 200);
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    private static List<String> names(RestClient.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return StreamSupport.stream(answer.json().path("items").spliterator(), false)
                .map(item -> item.at("/metadata/name").asText())
                .toList();
    }

    @Test
    void aListIsAListWithWhereToGoOn() {
        var page = admin.get("/v1/namespaces/payments/agents?limit=1");
        assertThat(page.json().path("kind").asText()).isEqualTo("List");
        assertThat(names(page)).containsExactly("a");
        assertThat(page.json().at("/metadata/resourceVersion").asText()).isNotEmpty();
        String token = page.json().at("/metadata/continue").asText();
        assertThat(names(admin.get("/v1/namespaces/payments/agents?limit=1&continue=" + token)))
                .containsExactly("b");
    }

    @Test
    void allNamespacesAreThoseThatTheCallerMayRead() {
        assertThat(names(admin.get("/v1/agents"))).containsExactlyInAnyOrder("a", "b", "c", "d");
        RestClient alice = admin.as("alice");
        assertThat(names(alice.get("/v1/agents"))).containsExactlyInAnyOrder("a", "b", "d");
        assertThat(names(alice.get("/v1/models"))).containsExactly("m");
        assertThat(names(alice.get("/v1/resources?kind=agents,models")))
                .containsExactlyInAnyOrder("a", "b", "d", "m");
        assertThat(alice.get("/v1/namespaces/billing/agents").status()).isEqualTo(403);
        assertThat(admin.as("nobody").get("/v1/agents").status()).isEqualTo(403);
        assertThat(
                        names(
                                admin.as("other-admin").get("/v1/agents?limit=5").status() == 403
                                        ? admin.get("/v1/namespaces/none/agents")
                                        : admin.as("other-admin").get("/v1/agents")))
                .as("another tenant sees nothing of this one")
                .isEmpty();
    }

    @Test
    void selectorsChoose() {
        assertThat(names(admin.get("/v1/agents?selector=owner%3Dpayments"))).hasSize(4);
        assertThat(names(admin.get("/v1/agents?labelSelector=owner%21%3Dpayments"))).isEmpty();
        assertThat(names(admin.get("/v1/agents?fieldSelector=metadata.name%3Dc")))
                .containsExactly("c");
        assertThat(admin.get("/v1/agents?selector=%3D%3D").reason()).isEqualTo("INVALID_SELECTOR");
        assertThat(admin.get("/v1/agents?fieldSelector=spec.nope%3Dc").reason())
                .isEqualTo("INVALID_SELECTOR");
    }

    @Test
    void tablesNeedNoSchema() {
        JsonNode table = admin.get("/v1/agents", "accept", "application/json;as=Table").json();
        assertThat(table.path("kind").asText()).isEqualTo("Table");
        assertThat(table.at("/columns/0/name").asText()).isEqualTo("NAMESPACE");
        assertThat(table.path("rows")).hasSize(4);
        assertThat(table.at("/rows/0/kind").asText()).isEqualTo("Agent");
        assertThat(table.at("/rows/0/name").asText()).isNotEmpty();
        JsonNode wide = admin.get("/v1/namespaces/payments/agents?as=wide").json();
        assertThat(wide.at("/columns/0/name").asText()).isEqualTo("NAME");
        assertThat(StreamSupport.stream(wide.path("columns").spliterator(), false))
                .anyMatch(column -> column.path("wide").asBoolean());
        JsonNode several = admin.get("/v1/resources?kind=agents,models&as=table").json();
        assertThat(several.path("kind").asText()).isEqualTo("TableList");
        assertThat(several.path("tables")).hasSize(2);
        assertThat(admin.get("/v1/namespaces/empty/agents?as=table").json().path("rows")).isEmpty();
        assertThat(admin.get("/v1/agents?as=pie").reason()).isEqualTo("INVALID_PARAMETER");
    }

    @Test
    void listsComeAsYamlToo() {
        var yaml = admin.get("/v1/agents", "accept", "application/yaml");
        assertThat(yaml.body()).contains("kind: List").contains("name: a");
    }

    @Test
    void parametersThatMeanNothingAreNamed() {
        var unknown = admin.get("/v1/agents?limt=3");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.reason()).isEqualTo("UNKNOWN_PARAMETER");
        assertThat(unknown.json().path("detail").asText())
                .contains("limt")
                .contains("did you mean limit?");
        assertThat(admin.get("/v1/agents?limit=many").reason()).isEqualTo("INVALID_PARAMETER");
        assertThat(admin.get("/v1/agents?limit=1001").reason()).isEqualTo("INVALID_ARGUMENT");
        assertThat(admin.get("/v1/agents?limit=-1").reason()).isEqualTo("INVALID_ARGUMENT");
        var planned = admin.get("/v1/namespaces/payments/toolcalls?mcpserver=github");
        assertThat(planned.status()).isEqualTo(501);
        assertThat(planned.reason()).isEqualTo("NOT_IMPLEMENTED_YET");
    }

    @Test
    void recordsOfServicesAreListedLikeEverything() {
        for (String plural : List.of("executions", "toolcalls", "approvals")) {
            assertThat(names(admin.get("/v1/namespaces/payments/" + plural))).as(plural).isEmpty();
        }
    }
}
