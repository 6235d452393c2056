package dev.joch.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;

import dev.joch.api.v1.WebhookHeaders;
import dev.joch.apiserver.webhook.WebhookRules;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Requests of webhooks over REST, as their senders make them. */
final class WebhookRestTest {

    private static final String KEY = "a-secret-of-some-length";
    private static final String AGENTS = "/v1/namespaces/payments/agents/";
    private static final String HOOK = AGENTS + "triage/triggers/orders";
    private static final String RUNS = "/v1/namespaces/payments/executions/";

    private TestEdge edge;
    private RestClient sender;
    private RestClient admin;

    @BeforeEach
    void start() {
        edge = TestEdge.start();
        // whatever the client sends as its token: nobody looks at it
        sender = new RestClient(edge, "admin");
        admin = sender;
        edge.variables.put("HOOK_KEY", KEY);
        edge.given(
                """
                apiVersion: joch.dev/v1alpha1
                kind: Secret
                metadata: {name: hook, namespace: payments}
                spec: {source: {type: env, name: HOOK_KEY}}
                """);
        edge.given(agent("triage", "{name: orders, webhook: {secretRef: {name: hook}}}"));
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    private static String agent(String name, String triggers) {
        return Documents.agent(name)
                + "  framework: {adapterRef: {name: sdk}}\n  triggers: [%s]\n".formatted(triggers);
    }

    private static String now() {
        return Long.toString(Instant.now().getEpochSecond());
    }

    private static String signature(String key, String id, String time, String body) {
        return "v1,"
                + Base64.getEncoder()
                        .encodeToString(
                                WebhookRules.signature(
                                        key.getBytes(StandardCharsets.UTF_8),
                                        WebhookHeaders.newBuilder()
                                                .setId(id)
                                                .setTimestamp(time)
                                                .build(),
                                        ByteString.copyFromUtf8(body)));
    }

    private RestClient.Answer deliver(
            String path, String id, String time, String signature, String body) {
        return sender.call(
                "POST",
                path,
                body,
                "content-type",
                "application/json",
                "webhook-id",
                id,
                "webhook-timestamp",
                time,
                "webhook-signature",
                signature);
    }

    private RestClient.Answer deliver(String path, String id, String body) {
        String time = now();
        return deliver(path, id, time, signature(KEY, id, time, body), body);
    }

    private RestClient.Answer deliver(String id, String body) {
        return deliver(HOOK, id, body);
    }

    @Test
    void aSignedRequestStartsARunWithItsBody() {
        var answer = deliver("msg_1", "{\"order\": 7}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().size()).as("no more than its name").isEqualTo(2);
        String name = answer.json().path("execution").asText();
        var run = admin.get(RUNS + name).json();
        assertThat(run.at("/spec/trigger/type").asText()).isEqualTo("webhook");
        assertThat(run.at("/spec/trigger/sourceRef/name").asText()).isEqualTo("orders");
        assertThat(run.at("/spec/input/content/0/data/order").asInt()).isEqualTo(7);
        assertThat(run.at("/metadata/labels/joch.dev~1trigger").asText()).isEqualTo("orders");
        assertThat(edge.scheduler.known()).isEqualTo(1);
        assertThat(
                        edge.audit.lines().stream()
                                .anyMatch(line ->
                                        line.policies().contains("webhook:payments/triage/orders")))
                .isTrue();
    }

    @Test
    void whatComesAgainStartsNothingNew() {
        var first = deliver("msg_1", "{}");
        assertThat(deliver("msg_1", "{}").body()).isEqualTo(first.body());
        // a sender that tries again tells the new time, and perhaps more
        assertThat(deliver("msg_1", "{\"attempt\": 2}").body()).isEqualTo(first.body());
        assertThat(edge.scheduler.known()).isEqualTo(1);
        assertThat(deliver("msg_2", "{}").body()).isNotEqualTo(first.body());
        assertThat(edge.scheduler.known()).isEqualTo(2);
    }

    @Test
    void theSameRequestManyTimesAtOnceStartsOneRun() throws Exception {
        Set<String> answers = new HashSet<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Future<RestClient.Answer>> sent = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                sent.add(threads.submit(() -> deliver("msg_1", "{}")));
            }
            for (Future<RestClient.Answer> each : sent) {
                assertThat(each.get().status()).as(each.get().body()).isEqualTo(200);
                answers.add(each.get().body());
            }
        }
        assertThat(answers).hasSize(1);
        assertThat(edge.scheduler.known()).isEqualTo(1);
    }

    private void refused(RestClient.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.reason()).isEqualTo("WEBHOOK_REFUSED");
        assertThat(answer.json().path("detail").asText())
                .as("the same words whatever is wrong")
                .isEqualTo(deliver(HOOK, "m", "0", "", "").json().path("detail").asText());
    }

    @Test
    void whateverIsNotProvenIsRefusedInTheSameWords() {
        edge.given(agent("weekly", "{name: orders, schedule: {cron: '@weekly'}}"));
        String time = now();
        refused(deliver(HOOK, "m", time, signature("another-secret-of-it", "m", time, ""), ""));
        refused(deliver(HOOK, "m", time, signature(KEY, "m", time, "x"), "y"));
        refused(deliver(HOOK, "m", time, "", ""));
        refused(sender.call("POST", HOOK, "{}", "content-type", "application/json"));
        String old = Long.toString(Instant.now().minusSeconds(330).getEpochSecond());
        refused(deliver(HOOK, "m", old, signature(KEY, "m", old, ""), ""));
        refused(deliver(AGENTS + "nobody/triggers/orders", "m", ""));
        refused(deliver(AGENTS + "triage/triggers/nothing", "m", ""));
        refused(deliver(AGENTS + "weekly/triggers/orders", "m", ""));
        refused(deliver(HOOK + "?tenant=other", "m", ""));
        assertThat(edge.scheduler.known()).isZero();
        assertThat(edge.audit.last().outcome()).isEqualTo("WEBHOOK_REFUSED");
    }

    @Test
    void aSecretThatCannotBeUsedRefusesAll() {
        edge.variables.remove("HOOK_KEY");
        refused(deliver("m", ""));
        edge.variables.put("HOOK_KEY", "short");
        String time = now();
        refused(deliver(HOOK, "m", time, signature("short", "m", time, ""), ""));
        edge.variables.put("HOOK_KEY", "whsec_not base64");
        refused(deliver("m", ""));
    }

    @Test
    void anEncodedSecretIsWhatItEncodes() {
        edge.variables.put(
                "HOOK_KEY",
                "whsec_"
                        + Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.UTF_8)));
        assertThat(deliver("m", "").status()).isEqualTo(200);
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedBeforeAnybodyLooks() {
        String body = "x".repeat(256 * 1024 + 1);
        var answer = deliver(AGENTS + "nobody/triggers/orders", "m", body);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.reason()).isEqualTo("BODY_TOO_LARGE");
        assertThat(deliver("m", body.substring(1)).status()).isEqualTo(200);
    }

    @Test
    void aSuspendedTriggerSaysSoToWhoeverMayKnow() {
        var before = deliver("msg_1", "{}");
        edge.given(
                agent(
                        "triage",
                        "{name: orders, suspend: true, webhook: {secretRef: {name: hook}}}"));
        var answer = deliver("msg_2", "{}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.reason()).isEqualTo("TRIGGER_SUSPENDED");
        assertThat(deliver("msg_1", "{}").body()).isEqualTo(before.body());
        refused(deliver(HOOK, "m", now(), "v1,AAAA", ""));
    }

    @Test
    void aSuspendedAgentStartsNothing() {
        edge.given(
                agent("triage", "{name: orders, webhook: {secretRef: {name: hook}}}")
                        .replace(
                                "metadata:",
                                "metadata:\n  annotations: {joch.dev/suspended: \"true\"}"));
        assertThat(deliver("msg_1", "{}").reason()).isEqualTo("TRIGGER_SUSPENDED");
        assertThat(edge.scheduler.known()).isZero();
    }

    @Test
    void whoeverGivesAnAgentATriggerMustBeAllowedToRunIt() {
        edge.given(Documents.team("e", "payments", "eve", "editor"));
        edge.given(Documents.team("o", "payments", "oli", "operator"));
        RestClient editor = new RestClient(edge, "eve");
        RestClient operator = new RestClient(edge, "oli");
        Await.until(
                "the teams are known",
                Duration.ofSeconds(5),
                () -> editor.get(RUNS).status() == 200 && operator.get(RUNS).status() == 200);
        String triggered = agent("fresh", "{name: t, schedule: {cron: '@daily'}}");
        assertThat(editor.apply(agent("fresh", "")).status()).isEqualTo(200);
        assertThat(editor.apply(triggered).status()).isEqualTo(403);
        assertThat(
                        editor.call(
                                        "PATCH",
                                        AGENTS + "fresh",
                                        "{\"spec\": {\"triggers\": [{\"name\": \"t\", \"schedule\": {\"cron\": \"@daily\"}}]}}",
                                        "content-type",
                                        "application/merge-patch+json")
                                .status())
                .isEqualTo(403);
        assertThat(operator.apply(triggered).status()).isEqualTo(200);
        assertThat(editor.apply(agent("fresh", "")).status())
                .as("an editor may take triggers away")
                .isEqualTo(200);
    }
}
