package dev.joch.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.apiserver.testing.MemoryAudit.Line;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** Permission before existence, and a record of every call. */
class RightsAndRecordsTest {

    private TestEdge edge;
    private RestClient admin;
    private RestClient alice;

    @BeforeEach
    void start() {
        edge = TestEdge.start();
        admin = new RestClient(edge, "admin");
        alice = admin.as("alice");
        edge.given(Documents.team("payments", "payments", "alice", "editor"));
        Await.until(
                "the team is known",
                Duration.ofSeconds(5),
                () -> alice.get("/v1/namespaces/payments/agents").status() == 200);
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void oneForbiddenDocumentRefusesAllAndNamesOnlyWhatWasSent() {
        var answer =
                alice.apply(
                        Documents.agent("mine")
                                + "---\n"
                                + Documents.agent("yours", "billing", "x"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.reason()).isEqualTo("FORBIDDEN");
        assertThat(answer.json().at("/error/details/namespace").asText()).isEqualTo("billing");
        assertThat(edge.store.resources()).extracting(r -> r.getKind()).containsExactly("Team");
        assertThat(edge.admission.reviews()).isZero();
    }

    @Test
    void whoMayNotSeeIsNotToldWhetherItIsThere() {
        edge.given(Documents.agent("there", "billing", "x"));
        var there = alice.get("/v1/namespaces/billing/agents/there");
        var absent = alice.get("/v1/namespaces/billing/agents/absent");
        assertThat(there.status()).isEqualTo(403);
        assertThat(absent.json().path("detail")).isEqualTo(there.json().path("detail"));
    }

    @Test
    void anEnvironmentCountsAsItIsStoredToo() {
        edge.given(
                """
                apiVersion: ops.joch.dev/v1alpha1
                kind: Environment
                metadata: { name: prod }
                spec:
                  access: { applyRole: admin, deleteRole: admin }
                """);
        edge.given(
                Documents.agent("live").replace("owner: payments", "owner: payments, env: prod"));
        Await.until(
                "the environment is known",
                Duration.ofSeconds(5),
                () ->
                        alice.apply(Documents.agent("new").replace("owner: payments", "env: prod"))
                                        .status()
                                == 403);
        assertThat(alice.apply(Documents.agent("live")).status())
                .as("taking the label away is no way around it")
                .isEqualTo(403);
        assertThat(alice.call("DELETE", "/v1/namespaces/payments/agents/live", "").status())
                .isEqualTo(403);
        assertThat(alice.apply(Documents.agent("other")).status()).isEqualTo(200);
    }

    @Test
    void aCascadeNeedsTheRightToAllItTakes() {
        edge.given(Documents.agent("base"));
        edge.given(Documents.agent("elsewhere", "billing", "x"));
        var resources = edge.store.resources();
        var base =
                resources.stream()
                        .filter(r -> r.getMetadata().getName().equals("base"))
                        .findFirst()
                        .orElseThrow();
        var elsewhere =
                resources.stream()
                        .filter(r -> r.getMetadata().getName().equals("elsewhere"))
                        .findFirst()
                        .orElseThrow();
        edge.store.put(
                elsewhere,
                dev.joch.resource.v1alpha1.ResourceKey.newBuilder()
                        .setTenant("default")
                        .setKind(base.getKind())
                        .setNamespace("payments")
                        .setName("base")
                        .build());
        String path = "/v1/namespaces/payments/agents/base?propagation=cascade";
        assertThat(alice.call("DELETE", path, "").status()).isEqualTo(403);
        assertThat(edge.store.size()).isEqualTo(3);
        assertThat(
                        alice.get("/v1/namespaces/payments/agents/base/referrers")
                                .json()
                                .path("referrers"))
                .as("nor is it told to those who may not read it")
                .isEmpty();
    }

    @Test
    void aTeamCountsFromTheNextCallOn() {
        assertThat(admin.as("bob").get("/v1/namespaces/billing/agents").status()).isEqualTo(403);
        assertThat(admin.apply(Documents.team("billing", "billing", "bob", "viewer")).status())
                .isEqualTo(200);
        assertThat(admin.as("bob").get("/v1/namespaces/billing/agents").status()).isEqualTo(200);
    }

    @Test
    void everyCallIsOnRecord() {
        int before = edge.audit.lines().size();
        admin.apply(Documents.agent("seen"));
        admin.get("/v1/namespaces/payments/agents/seen");
        admin.get("/v1/namespaces/payments/agents/absent");
        alice.get("/v1/namespaces/billing/agents");
        alice.apply(Documents.agent("no", "billing", "x"));
        admin.apply("kind: [");
        admin.apply(
                Documents.agent("stale")
                        .replace(
                                "namespace: payments",
                                "namespace: payments\n  resourceVersion: \"77\""));
        admin.call("DELETE", "/v1/namespaces/payments/agents/seen", "");
        List<Line> lines = edge.audit.lines().subList(before, edge.audit.lines().size());
        assertThat(lines)
                .extracting(line ->
                        line.verb() + " " + line.resources().getFirst() + " " + line.outcome())
                .containsExactly(
                        "apply Agent/payments/seen intent",
                        "apply Agent/payments/seen OK",
                        "get Agent/payments/seen OK",
                        "get Agent/payments/absent NOT_FOUND",
                        "list Agent/billing/* FORBIDDEN",
                        "apply Agent/billing/no FORBIDDEN",
                        "apply ResourceService/ApplyResources MANIFEST_INVALID",
                        "apply Agent/payments/stale intent",
                        "apply Agent/payments/stale STALE_VERSION",
                        "delete Agent/payments/seen intent",
                        "delete Agent/payments/seen OK");
        assertThat(lines.get(1).policies())
                .contains("owner@v1")
                .anyMatch(rule -> rule.startsWith("rbac:admin@*"));
    }
}
