package dev.joch.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Base64;
import java.util.stream.StreamSupport;

class ResourceRestTest {

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
    void applyAnswersOneResultPerDocument() {
        var answer =
                admin.apply(Documents.agent("first") + "---\n" + Documents.model("first-model"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode results = answer.json().path("results");
        assertThat(results.get(0).path("kind").asText()).isEqualTo("Agent");
        assertThat(results.get(0).path("apiVersion").asText()).isEqualTo("joch.dev/v1alpha1");
        assertThat(results.get(0).path("namespace").asText()).isEqualTo("payments");
        assertThat(results.get(0).path("name").asText()).isEqualTo("first");
        assertThat(results.get(0).path("action").asText()).isEqualTo("created");
        assertThat(results.get(0).path("generation").asInt()).isEqualTo(1);
        assertThat(results.get(0).path("resourceVersion").asText()).isNotEmpty();
        assertThat(results.get(1).path("namespace").asText()).isEmpty();
        assertThat(action(admin.apply(Documents.agent("first")))).isEqualTo("unchanged");
        assertThat(action(admin.apply(Documents.agent("first", "payments", "two"))))
                .isEqualTo("configured");
    }

    private static String action(RestClient.Answer answer) {
        return answer.json().at("/results/0/action").asText();
    }

    @Test
    void everyYamlTypeAndJsonIsTaken() {
        for (String type :
                new String[] {
                    "application/yaml", "application/x-yaml", "text/yaml; charset=utf-8"
                }) {
            assertThat(post("apply", type, Documents.agent("typed")).status())
                    .as(type)
                    .isEqualTo(200);
        }
        String one = json("by-json");
        assertThat(action(post("apply", "application/json", one))).isEqualTo("created");
        assertThat(
                        post("apply", "application/json", "[" + one + "," + json("other") + "]")
                                .json()
                                .path("results"))
                .hasSize(2);
        assertThat(
                        post(
                                        "apply",
                                        "application/json",
                                        "{\"kind\":\"List\",\"items\":[" + json("third") + "]}")
                                .json()
                                .path("results"))
                .hasSize(1);
    }

    @Test
    void theRequestMessageIsTakenAsJson() {
        String content =
                Base64.getEncoder().encodeToString(Documents.agent("in-source").getBytes());
        String message =
                "{\"sources\":[{\"name\":\"a.yaml\",\"content\":\"%s\"}],\"resources\":[%s],\"validateOnly\":true}"
                        .formatted(content, json("in-resources"));
        var answer = post("apply", "application/json", message);
        assertThat(answer.json().path("results")).as(answer.body()).hasSize(2);
        assertThat(edge.store.size()).isZero();
        assertThat(post("apply", "application/json", "{\"sources\":[],\"surprise\":1}").reason())
                .isEqualTo("INVALID_BODY");
    }

    @Test
    void severalFilesKeepTheirNames() {
        String body =
                """
                --cut\r
                Content-Disposition: attachment; filename="good.yaml"\r
                \r
                %s\r
                --cut\r
                Joch-Source: bad.yaml\r
                \r
                kind: Agent\r
                spec: [\r
                --cut--\r
                """
                        .formatted(Documents.agent("in-part"));
        var answer = post("apply", "multipart/mixed; boundary=cut", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.errors()).isNotEmpty().allMatch(error -> error.contains("@bad.yaml:"));
    }

    @Test
    void dryRunWritesNothing() {
        for (String query : new String[] {"dryRun=true", "dryRun=All", "dryRun=server"}) {
            var answer =
                    admin.call(
                            "POST",
                            "/v1/resources/apply?" + query,
                            Documents.agent("dry"),
                            "content-type",
                            "application/yaml");
            assertThat(action(answer)).isEqualTo("created");
        }
        assertThat(edge.store.size()).isZero();
        assertThat(
                        admin.call(
                                        "POST",
                                        "/v1/resources/apply?dryRun=maybe",
                                        Documents.agent("dry"),
                                        "content-type",
                                        "application/yaml")
                                .reason())
                .isEqualTo("INVALID_PARAMETER");
    }

    @Test
    void namespaceParameterPlacesDocumentsThatNameNone() {
        String unplaced = Documents.agent("placed").replace("  namespace: payments\n", "");
        var answer =
                admin.call(
                        "POST",
                        "/v1/resources/apply?namespace=billing",
                        unplaced,
                        "content-type",
                        "text/yaml");
        assertThat(answer.json().at("/results/0/namespace").asText()).isEqualTo("billing");
        assertThat(admin.apply(unplaced).json().at("/results/0/namespace").asText())
                .isEqualTo("default");
    }

    @Test
    void anIdempotencyKeyGivesTheFirstAnswerAgain() {
        String[] key = {"idempotency-key", "once"};
        assertThat(admin.apply(Documents.agent("keyed"), key).json().path("replayed").asBoolean())
                .isFalse();
        var again = admin.apply(Documents.agent("keyed"), key);
        assertThat(action(again)).isEqualTo("created");
        assertThat(again.json().path("replayed").asBoolean()).isTrue();
        var other = admin.apply(Documents.agent("other"), key);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.reason()).isEqualTo("REQUEST_ID_REUSED");
        assertThat(action(admin.as("service").apply(Documents.agent("other"), key)))
                .as("another caller's key is another key")
                .isEmpty();
    }

    @Test
    void aVerdictThatWentStaleIsAskedForAgain() {
        edge.store.failPreconditions(2);
        assertThat(admin.apply(Documents.agent("raced")).status()).isEqualTo(200);
        assertThat(edge.admission.reviews()).isEqualTo(3);
        edge.store.failPreconditions(3);
        var answer = admin.apply(Documents.agent("raced-again"));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.reason()).isEqualTo("CONFLICT");
    }

    @Test
    void validateListsEverythingAndStoresNothing() {
        String bad =
                Documents.agent("x")
                        .replace("owner: payments", "verdict: refuse")
                        .replace("displayName", "dispName");
        var answer = post("validate", "application/yaml", bad);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("valid").asBoolean()).isFalse();
        assertThat(StreamSupport.stream(answer.json().path("diagnostics").spliterator(), false))
                .extracting(d -> d.path("reason").asText() + ":" + d.path("line").asInt())
                .containsExactly("REFERENCE_MISSING:6", "UNKNOWN_FIELD:8");
        assertThat(
                        post("validate", "application/yaml", Documents.agent("x"))
                                .json()
                                .path("valid")
                                .asBoolean())
                .isTrue();
        assertThat(edge.store.size()).isZero();
    }

    @Test
    void diffNamesFieldsAndShowsBothTexts() {
        admin.apply(Documents.agent("compared"));
        var answer =
                post("diff", "application/yaml", Documents.agent("compared", "payments", "two"));
        JsonNode diff = answer.json().path("diffs").get(0);
        assertThat(diff.path("action").asText()).isEqualTo("configured");
        assertThat(diff.at("/changes/0/path").asText()).isEqualTo("spec.description");
        assertThat(diff.at("/changes/0/newValue").asText()).isEqualTo("two");
        assertThat(diff.path("before").asText()).contains("description: one");
        assertThat(
                        post("diff", "application/yaml", Documents.agent("new"))
                                .json()
                                .at("/diffs/0/action")
                                .asText())
                .isEqualTo("created");
    }

    @Test
    void getKnowsEveryWordForAKindAndItsScope() {
        admin.apply(Documents.agent("found") + "---\n" + Documents.model("m"));
        for (String word : new String[] {"agents", "agent", "Agent"}) {
            assertThat(admin.get("/v1/namespaces/payments/" + word + "/found").status())
                    .as(word)
                    .isEqualTo(200);
        }
        assertThat(admin.get("/v1/models/m").json().path("kind").asText()).isEqualTo("Model");
        assertThat(admin.get("/v1/agents/found").reason()).isEqualTo("NAMESPACE_REQUIRED");
        assertThat(admin.get("/v1/namespaces/payments/models/m").reason())
                .isEqualTo("NOT_NAMESPACED");
        assertThat(admin.get("/v1/namespaces/payments/agents/absent").status()).isEqualTo(404);
        var unknown = admin.get("/v1/namespaces/payments/agnets/x");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().path("detail").asText()).contains("did you mean agents?");
    }

    @Test
    void getShowsEarlierGenerationsAndOtherForms() {
        admin.apply(Documents.agent("old"));
        admin.apply(Documents.agent("old", "payments", "two"));
        String path = "/v1/namespaces/payments/agents/old";
        assertThat(admin.get(path + "?version=1").json().at("/spec/description").asText())
                .isEqualTo("one");
        var yaml = admin.get(path, "accept", "application/yaml");
        assertThat(yaml.header("content-type")).isEqualTo("application/yaml");
        assertThat(yaml.body()).startsWith("apiVersion: joch.dev/v1alpha1\nkind: Agent\n");
        var table = admin.get(path, "accept", "application/json;as=Table");
        assertThat(table.json().path("kind").asText()).isEqualTo("Table");
        assertThat(admin.get(path, "accept", "text/html").status()).isEqualTo(406);
        var head = admin.call("HEAD", path, "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(Integer.parseInt(head.header("content-length"))).isPositive();
    }

    @Test
    void entityTagsSaveAndGuard() {
        admin.apply(Documents.agent("tagged"));
        String path = "/v1/namespaces/payments/agents/tagged";
        String tag = admin.get(path).header("etag");
        assertThat(admin.get(path, "if-none-match", tag).status()).isEqualTo(304);
        String patch = "{\"spec\":{\"description\":\"patched\"}}";
        String type = "application/merge-patch+json";
        var patched = admin.call("PATCH", path, patch, "content-type", type, "if-match", tag);
        assertThat(patched.status()).as(patched.body()).isEqualTo(200);
        var stale =
                admin.call(
                        "PATCH",
                        path,
                        "{\"spec\":{\"description\":\"late\"}}",
                        "content-type",
                        type,
                        "if-match",
                        tag);
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.reason()).isEqualTo("STALE_VERSION");
        assertThat(admin.call("DELETE", path, "", "if-match", tag).status()).isEqualTo(409);
        assertThat(admin.call("DELETE", path, "", "if-match", "unquoted").reason())
                .isEqualTo("INVALID_HEADER");
        assertThat(admin.call("DELETE", path, "", "if-match", patched.header("etag")).status())
                .isEqualTo(200);
    }

    @Test
    void patchesMergeOrFollowOperations() {
        admin.apply(Documents.agent("patched"));
        String path = "/v1/namespaces/payments/agents/patched";
        var merged =
                admin.call(
                        "PATCH",
                        path,
                        "{\"metadata\":{\"labels\":{\"tier\":\"gold\"}}}",
                        "content-type",
                        "application/merge-patch+json");
        assertThat(merged.json().path("action").asText()).as(merged.body()).isEqualTo("configured");
        assertThat(merged.json().at("/resource/metadata/labels/tier").asText()).isEqualTo("gold");
        String operations =
                "[{\"op\":\"test\",\"path\":\"/spec/description\",\"value\":\"one\"},"
                        + "{\"op\":\"replace\",\"path\":\"/spec/description\",\"value\":\"two\"}]";
        String type = "application/json-patch+json";
        assertThat(admin.call("PATCH", path, operations, "content-type", type).status())
                .isEqualTo(200);
        assertThat(admin.call("PATCH", path, operations, "content-type", type).reason())
                .isEqualTo("PATCH_TEST_FAILED");
        assertThat(admin.call("PATCH", path, "{}", "content-type", "text/plain").status())
                .isEqualTo(415);
        assertThat(admin.call("PATCH", path, "{", "content-type", type).reason())
                .isEqualTo("INVALID_PATCH");
        var field =
                admin.call(
                        "PATCH",
                        path,
                        "{\"spec\":{\"nope\":1}}",
                        "content-type",
                        "application/merge-patch+json");
        assertThat(field.status()).isEqualTo(422);
        assertThat(field.errors()).singleElement().asString().startsWith("UNKNOWN_FIELD");
        assertThat(
                        admin.call(
                                        "PATCH",
                                        path + "?dryRun=All",
                                        "{\"spec\":{\"description\":\"dry\"}}",
                                        "content-type",
                                        "application/merge-patch+json")
                                .status())
                .isEqualTo(200);
        assertThat(admin.get(path).json().at("/spec/description").asText()).isEqualTo("two");
    }

    @Test
    void deleteSaysWhatWentWithIt() {
        edge.given(Documents.model("loved"));
        edge.given(Documents.agent("lover"));
        var model =
                edge.store.resources().stream()
                        .filter(r -> r.getKind().equals("Model"))
                        .findFirst()
                        .orElseThrow();
        var agent =
                edge.store.resources().stream()
                        .filter(r -> r.getKind().equals("Agent"))
                        .findFirst()
                        .orElseThrow();
        edge.store.put(
                agent,
                dev.joch.resource.v1alpha1.ResourceKey.newBuilder()
                        .setTenant("default")
                        .setKind("Model")
                        .setName(model.getMetadata().getName())
                        .build());
        assertThat(admin.get("/v1/models/loved/referrers").json().at("/referrers/0/name").asText())
                .isEqualTo("lover");
        var refused = admin.call("DELETE", "/v1/models/loved", "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.reason()).isEqualTo("REFERENCED");
        assertThat(admin.call("DELETE", "/v1/models/loved?propagation=sideways", "").reason())
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(
                        admin.call("DELETE", "/v1/models/loved?propagation=cascade&dryRun=true", "")
                                .status())
                .isEqualTo(200);
        assertThat(edge.store.size()).isEqualTo(2);
        var deleted = admin.call("DELETE", "/v1/models/loved?propagation=cascade", "");
        assertThat(deleted.json().path("action").asText()).isEqualTo("deleted");
        assertThat(deleted.json().at("/cascaded/0/name").asText()).isEqualTo("lover");
        assertThat(edge.store.size()).isZero();
    }

    @Test
    void statusIsForServices() {
        admin.apply(Documents.agent("run"));
        String path = "/v1/namespaces/payments/agents/run/status";
        String status = Documents.agent("run") + "status:\n  phase: Ready\n";
        assertThat(admin.call("PUT", path, status, "content-type", "application/yaml").status())
                .isEqualTo(403);
        var updated =
                admin.as("service").call("PUT", path, status, "content-type", "application/yaml");
        assertThat(updated.status()).as(updated.body()).isEqualTo(200);
        assertThat(updated.json().at("/status/phase").asText()).isEqualTo("Ready");
    }

    @Test
    void historyGoesBackwards() {
        admin.apply(Documents.agent("told"));
        admin.apply(Documents.agent("told", "payments", "two"));
        var history = admin.get("/v1/namespaces/payments/agents/told/history").json();
        assertThat(history.at("/versions/0/type").asText()).isEqualTo("MODIFIED");
        assertThat(history.at("/versions/1/resource/spec/description").asText()).isEqualTo("one");
    }

    private RestClient.Answer post(String verb, String type, String body) {
        return admin.call("POST", "/v1/resources/" + verb, body, "content-type", type);
    }

    private static String json(String name) {
        return "{\"apiVersion\":\"joch.dev/v1alpha1\",\"kind\":\"Agent\",\"metadata\":{\"name\":\"%s\"},\"spec\":{}}"
                .formatted(name);
    }
}
