package dev.joch.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.apiserver.testing.MemoryAudit.Line;
import dev.joch.resource.v1alpha1.ResourceKey;
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
                ResourceKey.newBuilder()
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
    void aCascadeTakesNothingThatCameAfterItWasAllowed() {
        edge.given(Documents.agent("base"));
        edge.given(Documents.agent("near"));
        ResourceKey base = key("payments", "base");
        refer("near", base);
        edge.given(Documents.agent("elsewhere", "billing", "x"));
        edge.store.beforeNextCommit(() -> refer("elsewhere", base));
        String path = "/v1/namespaces/payments/agents/base?propagation=cascade";
        var refused = alice.call("DELETE", path, "");
        assertThat(refused.status()).as(refused.body()).isEqualTo(409);
        assertThat(refused.reason()).isEqualTo("REFERENCED");
        assertThat(edge.store.size()).isEqualTo(4);
        assertThat(alice.call("DELETE", path, "").status()).isEqualTo(403);
        var deleted = admin.call("DELETE", path, "");
        assertThat(deleted.status()).as(deleted.body()).isEqualTo(200);
        assertThat(deleted.json().path("cascaded")).hasSize(2);
        assertThat(deleted.json().at("/resource/metadata/name").asText()).isEqualTo("base");
    }

    private void refer(String name, ResourceKey to) {
        edge.store.put(
                edge.store.resources().stream()
                        .filter(resource -> resource.getMetadata().getName().equals(name))
                        .findFirst()
                        .orElseThrow(),
                to);
    }

    private static ResourceKey key(String namespace, String name) {
        return ResourceKey.newBuilder()
                .setTenant("default")
                .setKind("Agent")
                .setNamespace(namespace)
                .setName(name)
                .build();
    }

    @Test
    void aTeamCountsFromTheNextCallOn() {
        assertThat(admin.as("bob").get("/v1/namespaces/billing/agents").status()).isEqualTo(403);
        assertThat(admin.apply(Documents.team("billing", "billing", "bob", "viewer")).status())
                .isEqualTo(200);
        assertThat(admin.as("bob").get("/v1/namespaces/billing/agents").status()).isEqualTo(200);
    }

    @Test
    void whatIsNotUnderstoodIsOnRecordToo() {
        int before = edge.audit.lines().size();
        alice.get("/v1/namespaces/payments/agnets/x");
        alice.get("/v1/agents?selector=a%20b%20c");
        alice.get("/v1/agents?pageSize=-1");
        alice.call("PATCH", "/v1/namespaces/payments/agents/x", "{}", "content-type", "text/x");
        alice.get("/v1/agents?watch=true&resourceVersion=old");
        alice.get("/v1/agents?watch=true&selector=a%20b%20c");
        List<Line> lines = edge.audit.lines().subList(before, edge.audit.lines().size());
        assertThat(lines)
                .extracting(line -> line.verb() + " " + line.outcome())
                .containsExactly(
                        "get UNKNOWN_KIND",
                        "list INVALID_SELECTOR",
                        "list UNKNOWN_PARAMETER",
                        "patch UNSUPPORTED_MEDIA_TYPE",
                        "watch INVALID_RESOURCE_VERSION",
                        "watch INVALID_SELECTOR");
    }

    @Test
    void nothingIsReadForStrangers() {
        RestClient stranger = admin.as("");
        assertThat(stranger.apply("kind: [", "idempotency-key", "\t").status()).isEqualTo(401);
        assertThat(stranger.get("/v1/agents?watch=true&no=such").status()).isEqualTo(401);
        assertThat(
                        stranger.call(
                                        "PUT",
                                        "/v1/namespaces/payments/agents/x/status",
                                        "kind: [",
                                        "content-type",
                                        "application/yaml")
                                .status())
                .isEqualTo(401);
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
