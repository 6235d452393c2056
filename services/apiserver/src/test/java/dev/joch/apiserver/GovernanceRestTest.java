package dev.joch.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.agbom.v1.GenerateBillRequest;
import dev.joch.agbom.v1.GetBillRequest;
import dev.joch.agbom.v1.ListBillsRequest;
import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.GrantBreakGlassRequest;
import dev.joch.policy.v1.HandleHookRequest;
import dev.joch.policy.v1.ListDecisionsRequest;
import dev.joch.policy.v1.PreviewPoliciesRequest;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

/** Manifests, bills of materials and policy over REST, before stand-ins of their services. */
final class GovernanceRestTest {

    private static final String JSON = "application/json";
    private static final String POLICY =
            """
            apiVersion: joch.dev/v1alpha1
            kind: Policy
            metadata: {name: p, namespace: payments}
            spec: {rules: [{name: r, when: {"tool.sideEffect": external_write}, action: {deny: true}}]}
            """;

    private TestEdge edge;
    private RestClient admin;

    @BeforeEach
    void start() {
        edge = TestEdge.start();
        admin = new RestClient(edge, "admin");
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void manifestsAreListedByTheCompiler() {
        edge.compiler.given("payments", "triage", 1, "dev");
        edge.compiler.given("payments", "triage", 2, "prod");
        assertThat(names(admin.get("/v1/namespaces/payments/manifests")))
                .isEqualTo("triage-g1 triage-g2 ");
        assertThat(names(admin.get("/v1/manifests?agent=triage&environment=prod")))
                .isEqualTo("triage-g2 ");
        assertThat(names(admin.get("/v1/cam?selector=env%3Ddev"))).isEqualTo("triage-g1 ");
        assertThat(admin.get("/v1/agents?agent=triage").reason()).isEqualTo("INVALID_ARGUMENT");
        assertThat(admin.get("/v1/resources?kind=manifests,agents").reason())
                .isEqualTo("INVALID_PARAMETER");
    }

    private static String names(RestClient.Answer answer) {
        StringBuilder names = new StringBuilder();
        answer.json()
                .path("items")
                .forEach(item -> names.append(item.at("/metadata/name").asText()).append(' '));
        return names.toString();
    }

    @Test
    void oneManifestIsReadByNameAndItsHistoryIsThatOfItsAgent() {
        edge.compiler.given("payments", "triage", 1, "dev");
        edge.compiler.given("payments", "triage", 2, "dev");
        var found = admin.get("/v1/namespaces/payments/manifests/triage-g2");
        assertThat(found.json().at("/spec/agent/generation").asInt()).isEqualTo(2);
        assertThat(found.json().at("/metadata/creationTimestamp").asText())
                .startsWith("2027-01-15");
        assertThat(
                        admin.get("/v1/namespaces/payments/manifests/triage-g2/history")
                                .json()
                                .path("versions"))
                .hasSize(2);
        assertThat(admin.get("/v1/namespaces/payments/manifests/triage-g9").reason())
                .isEqualTo("MANIFEST_NOT_FOUND");
        assertThat(admin.get("/v1/namespaces/payments/manifests/triage").status()).isEqualTo(404);
    }

    @Test
    void aManifestIsAskedForByItsEnvironment() {
        edge.compiler.given("payments", "triage", 1, "dev");
        edge.compiler.given("payments", "triage", 1, "prod");
        String path = "/v1/namespaces/payments/manifests/triage-g1";
        assertThat(admin.get(path + "?environment=prod").json().at("/metadata/labels/env").asText())
                .isEqualTo("prod");
        assertThat(admin.get(path + "?environment=qa").reason()).isEqualTo("MANIFEST_NOT_FOUND");
        assertThat(admin.get(path + "/history?environment=dev").json().path("versions")).hasSize(1);
        for (String agent : new String[] {"/v1/namespaces/payments/agents/a", "/history"}) {
            String of =
                    agent.startsWith("/v1") ? agent : "/v1/namespaces/payments/agents/a" + agent;
            assertThat(admin.get(of + "?environment=dev").reason()).isEqualTo("INVALID_ARGUMENT");
        }
    }

    @Test
    void manifestsAreNotWatched() {
        assertThat(admin.get("/v1/manifests?watch=true").reason()).isEqualTo("NOT_WATCHABLE");
    }

    @Test
    void aBillIsTheDocumentItself() {
        var bill =
                admin.get(
                        "/v1/namespaces/payments/agents/triage/agbom?format=spdx&generation=3&signed=true&extensions=off");
        assertThat(bill.status()).isEqualTo(200);
        assertThat(bill.header("content-type")).isEqualTo("application/spdx+json; version=2.3");
        assertThat(bill.body()).isEqualTo("{\"bomFormat\":\"CycloneDX\"}");
        assertThat(edge.bills.last())
                .isEqualTo(
                        GetBillRequest.newBuilder()
                                .setTenant("default")
                                .setNamespace("payments")
                                .setAgent("triage")
                                .setGeneration(3)
                                .setFormat("spdx")
                                .setSigned(true)
                                .setPlain(true)
                                .build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    application/vnd.cyclonedx+json |  | cyclonedx | application/vnd.cyclonedx+json; version=1.6
                    application/vnd.cyclonedx+json; version=1.6 |  | cyclonedx | application/vnd.cyclonedx+json; version=1.6
                    application/spdx+json |  | spdx | application/spdx+json; version=2.3
                    application/spdx+json;q=0.1, application/vnd.cyclonedx+json |  | cyclonedx | application/vnd.cyclonedx+json; version=1.6
                    application/pdf, application/spdx+json;q=0.5 | spdx | spdx | application/spdx+json; version=2.3
                    application/json | spdx | spdx | application/spdx+json; version=2.3
                    */* | swid | swid | application/vnd.cyclonedx+json; version=1.6
                    """)
    void aBillComesInTheFormatThatIsAccepted(
            String accept, String format, String asked, String type) {
        for (String path :
                new String[] {"/v1/agbom/triage", "/v1/namespaces/default/agents/triage/agbom"}) {
            String query = format == null ? "" : "?format=" + format;
            var bill = admin.call("GET", path + query, "", "accept", accept);
            assertThat(bill.status()).as(bill.body()).isEqualTo(200);
            assertThat(bill.header("content-type")).isEqualTo(type);
            assertThat(((GetBillRequest) edge.bills.last()).getFormat()).isEqualTo(asked);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/pdf, ''",
        "application/vnd.cyclonedx+json; version=1.5, ''",
        "application/spdx+json;q=0, ''",
        "application/spdx+json, ?format=cyclonedx"
    })
    void aBillInNoAcceptedFormatIsRefused(String accept, String query) {
        var refused = admin.call("GET", "/v1/agbom/triage" + query, "", "accept", accept);
        assertThat(refused.status()).isEqualTo(406);
        assertThat(refused.reason()).isEqualTo("NOT_ACCEPTABLE");
        assertThat(refused.json().path("detail").asText())
                .contains("application/vnd.cyclonedx+json", "application/spdx+json");
    }

    @Test
    void theShortPathMeansTheDefaultNamespace() {
        assertThat(admin.get("/v1/agbom/triage").status()).isEqualTo(200);
        assertThat(((GetBillRequest) edge.bills.last()).getNamespace()).isEqualTo("default");
        assertThat(admin.get("/v1/agbom/triage?namespace=payments").status()).isEqualTo(200);
        assertThat(((GetBillRequest) edge.bills.last()).getNamespace()).isEqualTo("payments");
    }

    @Test
    void billsAreListedRefreshedAndCompared() {
        var list = admin.get("/v1/agbom?high_risk=true&mcpserver=github");
        assertThat(list.json().at("/bills/0/generation").asInt()).isEqualTo(3);
        assertThat(((ListBillsRequest) edge.bills.last()).getHighRisk()).isTrue();
        assertThat(((ListBillsRequest) edge.bills.last()).getMcpServer()).isEqualTo("github");

        var refreshed = admin.call("POST", "/v1/agbom/triage/refresh?namespace=payments", "");
        assertThat(refreshed.json().path("generation").asInt()).isEqualTo(4);
        assertThat(((GenerateBillRequest) edge.bills.last()).getAgent().getNamespace())
                .isEqualTo("payments");
        assertThat(edge.audit.last().verb()).isEqualTo("refresh");

        var diff = admin.get("/v1/agbom/triage/diff?from=3");
        assertThat(diff.json().at("/added/0/ref").asText()).isEqualTo("urn:tool:zendesk.search");
        assertThat(admin.get("/v1/agbom/triage/diff").reason()).isEqualTo("INVALID_ARGUMENT");
        assertThat(admin.get("/v1/agbom/triage?format=pdf").reason()).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void strangersSeeNeitherBillsNorDecisions() {
        RestClient alice = admin.as("alice");
        for (String path :
                new String[] {
                    "/v1/namespaces/payments/agents/triage/agbom",
                    "/v1/agbom",
                    "/v1/decisions",
                    "/v1/policy/disabled-rules",
                    "/v1/namespaces/payments/manifests/triage-g1"
                }) {
            assertThat(alice.get(path).reason()).as(path).isEqualTo("FORBIDDEN");
        }
    }

    @Test
    void aHookIsHandedOnAsItIs() {
        String message = "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"method\":\"ping\"}";
        var answer = hook("service", message);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.json().at("/result/decision").asText()).isEqualTo("allow");
        assertThat(((HandleHookRequest) edge.engine.last()).getMessage().toStringUtf8())
                .isEqualTo(message);
        assertThat(hook("service", "{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}").status())
                .isEqualTo(204);
    }

    @Test
    void aHookIsRefusedInJsonRpc() {
        String message = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}";
        var forbidden = hook("alice", message);
        assertThat(forbidden.status()).isEqualTo(200);
        assertThat(forbidden.json().path("id").asInt()).isEqualTo(7);
        assertThat(forbidden.json().at("/error/data/reason").asText()).isEqualTo("FORBIDDEN");
        edge.engine.leave();
        var away = hook("service", message);
        assertThat(away.json().at("/error/code").asInt()).isEqualTo(-32000);
        assertThat(away.json().at("/error/data/reason").asText()).isEqualTo("UNAVAILABLE");
        assertThat(away.json().at("/error/message").asText()).contains("policy-engine");
    }

    private RestClient.Answer hook(String caller, String message) {
        return admin.as(caller).call("POST", "/v1/hooks/aos", message, "content-type", JSON);
    }

    @Test
    void decisionsAreFiltered() {
        var page = admin.get("/v1/decisions?policy=p&agent=a&decision=deny,ask&hook=h");
        assertThat(page.json().at("/decisions/0/decisionId").asText()).isEqualTo("d1");
        ListDecisionsRequest asked = (ListDecisionsRequest) edge.engine.last();
        assertThat(asked.getDecisionsList())
                .containsExactly(Decision.DECISION_DENY, Decision.DECISION_ASK);
        assertThat(asked.getPolicy() + asked.getAgent() + asked.getHook()).isEqualTo("pah");
        assertThat(admin.get("/v1/decisions?decision=perhaps").reason())
                .isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void draftsArePreviewed() {
        var previewed =
                admin.call(
                        "POST",
                        "/v1/policy/preview?since=2026-01-31T12:00:00Z&limit=50",
                        POLICY,
                        "content-type",
                        "application/yaml");
        assertThat(previewed.body()).contains("\"changed\"");
        PreviewPoliciesRequest asked = (PreviewPoliciesRequest) edge.engine.last();
        assertThat(asked.getDrafts(0).getMetadata().getName()).isEqualTo("p");
        assertThat(asked.getLimit()).isEqualTo(50);
        assertThat(asked.hasSince()).isTrue();
        var agent =
                admin.call(
                        "POST",
                        "/v1/policy/preview",
                        "{apiVersion: joch.dev/v1alpha1, kind: Model, metadata: {name: m}, spec: {provider: o, model: m}}",
                        "content-type",
                        "application/yaml");
        assertThat(agent.reason()).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void aRuleIsDisabledByAnAdminOfTheTenantAndOnRecord() {
        edge.given(POLICY);
        String path = "/v1/namespaces/payments/policies/p/rules/r/disable";
        String body = "{\"seconds\": 1800, \"reason\": \"incident\"}";
        var disabled = admin.call("POST", path, body, "content-type", JSON);
        assertThat(disabled.json().at("/disabled/rule").asText()).isEqualTo("r");
        assertThat(
                        edge.audit.lines().stream()
                                .filter(line -> line.verb().equals("disable"))
                                .map(line -> line.outcome()))
                .containsExactly("intent", "OK");
        assertThat(edge.audit.last().policies()).anyMatch(policy -> policy.startsWith("p@v"));

        assertThat(admin.as("alice").call("POST", path, body, "content-type", JSON).reason())
                .isEqualTo("FORBIDDEN");
        assertThat(
                        admin.call(
                                        "POST",
                                        path,
                                        "{\"seconds\": 90000, \"reason\": \"x\"}",
                                        "content-type",
                                        JSON)
                                .reason())
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(admin.call("POST", path, "{\"hours\": 1}", "content-type", JSON).reason())
                .isEqualTo("INVALID_BODY");
        assertThat(admin.call("POST", path.replace("disable", "enable"), "").status())
                .isEqualTo(200);
    }

    @Test
    void theGlassIsBrokenByWhoHoldsThatRoleOnly() {
        edge.given(
                """
                {apiVersion: joch.dev/v1alpha1, kind: Agent, metadata: {name: a, namespace: payments}, spec: {}}
                ---
                {apiVersion: joch.dev/v1alpha1, kind: Team, metadata: {name: pay}, spec: {namespaces: [payments], members: [{user: carol, role: break-glass}]}}
                """);
        String path = "/v1/namespaces/payments/agents/a/break-glass";
        String body =
                "{\"hook\": \"steps/toolCallRequest\", \"tool\": \"t\", \"seconds\": 600, \"reason\": \"incident\"}";
        // an admin by configuration does not hold it
        assertThat(admin.call("POST", path, body, "content-type", JSON).reason())
                .isEqualTo("FORBIDDEN");
        Await.until(
                "carol may",
                Duration.ofSeconds(10),
                () ->
                        admin.as("carol").call("POST", path, body, "content-type", JSON).status()
                                == 200);
        assertThat(((GrantBreakGlassRequest) edge.engine.last()).getTool()).isEqualTo("t");
        assertThat(edge.audit.last().verb()).isEqualTo("override");
        assertThat(edge.audit.last().policies()).contains("writes@v3");
    }
}
