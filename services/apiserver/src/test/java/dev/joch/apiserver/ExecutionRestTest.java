package dev.joch.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.apiserver.testing.FakeTraces;
import dev.joch.testkit.wait.Await;
import dev.joch.trace.v1.ReadEventsRequest;
import dev.joch.trace.v1.ReadLogRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs over REST, before stand-ins of scheduler and trace service. */
final class ExecutionRestTest {

    private static final String RUNS = "/v1/namespaces/payments/executions";
    private static final String RUN =
            """
            {"spec": {"agentRef": {"name": "triage"}, "input": {"content": [{"kind": "text", "text": "hi"}]}}}
            """;

    private TestEdge edge;
    private RestClient admin;

    @BeforeEach
    void start() {
        edge = TestEdge.start();
        admin = new RestClient(edge, "admin");
        edge.given(Documents.agent("triage"));
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    private RestClient.Answer run(String body) {
        return post(admin, RUNS, body);
    }

    private RestClient.Answer run(String body, String key) {
        return admin.call(
                "POST", RUNS, body, "content-type", "application/json", "idempotency-key", key);
    }

    private static RestClient.Answer post(RestClient who, String path, String body) {
        return who.call("POST", path, body, "content-type", "application/json");
    }

    @Test
    void aRunIsCommittedAndSubmitted() {
        var created = run(RUN);
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        String name = created.json().at("/metadata/name").asText();
        assertThat(name).matches("exec-[0-9a-z]{16}");
        assertThat(created.json().at("/spec/trigger/type").asText()).isEqualTo("manual");
        assertThat(created.json().at("/status/phase").asText()).isEqualTo("Pending");
        assertThat(created.json().at("/status/manifestDigest").asText()).isEqualTo("sha256:m");
        assertThat(admin.get(RUNS + "/" + name).status()).isEqualTo(200);
        assertThat(edge.scheduler.known()).isEqualTo(1);
    }

    @Test
    void aDeniedRunIsThereAndHasFailed() {
        edge.scheduler.deny();
        var created = run(RUN);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().at("/status/phase").asText()).isEqualTo("Failed");
        assertThat(created.json().at("/status/reason").asText()).isEqualTo("PolicyDenied");
    }

    @Test
    void aRunIsCommittedWhileTheSchedulerIsAway() {
        edge.scheduler.leave();
        var created = run(RUN);
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(admin.get(RUNS + "/" + created.json().at("/metadata/name").asText()).status())
                .isEqualTo(200);
    }

    @Test
    void aRunThatTheSchedulerRefusesForNowIsThere() {
        edge.scheduler.fill();
        var created = run(RUN);
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(edge.scheduler.known()).isZero();
    }

    @Test
    void aLogEndsForWhoMayNotReadItAnyMore() {
        String named = RUN.replaceFirst("\\{", "{\"name\": \"" + FakeTraces.ENDLESS + "\", ");
        assertThat(run(named).status()).isEqualTo(201);
        edge.expire("admin");
        var log = admin.get(RUNS + "/" + FakeTraces.ENDLESS + "/log?follow=true");
        assertThat(log.body()).contains("TokenExpired");
    }

    @Test
    void theSameKeyStartsOneRun() {
        var first = run(RUN, "k-1");
        var second = run(RUN, "k-1");
        assertThat(second.status()).as(second.body()).isEqualTo(201);
        assertThat(second.json().at("/metadata/uid")).isEqualTo(first.json().at("/metadata/uid"));
        assertThat(edge.scheduler.known()).isEqualTo(1);
        assertThat(run(RUN, "k-2").json().at("/metadata/uid"))
                .isNotEqualTo(first.json().at("/metadata/uid"));
    }

    @Test
    void aNameIsGivenOnce() {
        String named = RUN.replaceFirst("\\{", "{\"name\": \"mine\", ");
        assertThat(run(named).json().at("/metadata/name").asText()).isEqualTo("mine");
        assertThat(run(named).status()).isEqualTo(409);
    }

    @Test
    void whoMayOnlyLookStartsAndEndsNothing() {
        edge.given(Documents.team("t", "payments", "viv", "viewer"));
        edge.given(Documents.team("o", "payments", "oli", "operator"));
        RestClient operator = new RestClient(edge, "oli");
        RestClient viewer = new RestClient(edge, "viv");
        Await.until(
                "the teams are known",
                Duration.ofSeconds(5),
                () -> viewer.get(RUNS).status() == 200 && operator.get(RUNS).status() == 200);
        var created = post(operator, RUNS, RUN);
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        String run = RUNS + "/" + created.json().at("/metadata/name").asText();
        assertThat(post(viewer, RUNS, RUN).status()).isEqualTo(403);
        assertThat(post(viewer, run + "/cancel", "{}").status()).isEqualTo(403);
        assertThat(viewer.get(run + "/log").status()).isEqualTo(200);
        assertThat(new RestClient(edge, "nobody").get(run + "/log").status()).isEqualTo(403);
    }

    @Test
    void cancellingTellsWhoAskedAndWhy() {
        String name = run(RUN).json().at("/metadata/name").asText();
        var cancelled = post(admin, RUNS + "/" + name + "/cancel", "{\"reason\": \"wrong order\"}");
        assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(200);
        assertThat(cancelled.json().at("/status/phase").asText()).isEqualTo("Cancelled");
        assertThat(cancelled.json().at("/status/message").asText()).isEqualTo("wrong order");
        assertThat(post(admin, RUNS + "/nobody/cancel", "{}").status()).isEqualTo(404);
    }

    @Test
    void itIsExplainedWhatARunWaitsFor() {
        var told = admin.get(RUNS + "/e1/explain");
        assertThat(told.json().path("ahead").asInt()).isEqualTo(3);
        assertThat(told.json().at("/obstacles/0").asText()).contains("at most 4");
        assertThat(told.json().path("phase").asText()).isEqualTo("Pending");
    }

    @Test
    void theLogComesInLinesWithAPlaceToGoOnFrom() {
        String name = run(RUN).json().at("/metadata/name").asText();
        var log = admin.get(RUNS + "/" + name + "/log?follow=true&tail=2");
        assertThat(log.status()).as(log.body()).isEqualTo(200);
        assertThat(log.header("content-type")).contains("ndjson");
        String[] lines = log.body().split("\n");
        assertThat(lines).hasSize(3);
        assertThat(lines[0]).contains("\"text\":\"one\\n\"").doesNotContain("\"next\":\"1");
        assertThat(lines[1]).contains("\"next\":\"1.2\"");
        assertThat(lines[2]).contains("\"closed\":true");
        assertThat(((ReadLogRequest) edge.traces.last()).getTail()).isEqualTo(2);
        assertThat(((ReadLogRequest) edge.traces.last()).getFollow()).isTrue();
        assertThat(admin.get(RUNS + "/nobody/log").status()).isEqualTo(404);
    }

    @Test
    void eventsComeInLinesOfTheRunThatHasTheName() {
        var created = run(RUN).json();
        String name = created.at("/metadata/name").asText();
        var events = admin.get(RUNS + "/" + name + "/events?follow=true&from=1-0");
        assertThat(events.status()).as(events.body()).isEqualTo(200);
        String[] lines = events.body().split("\n");
        assertThat(lines).hasSize(3);
        assertThat(lines[0])
                .contains("\"type\":\"ExecutionStarted\"", "\"next\":\"1-1\"", "\"dropped\":3")
                .contains("\"facts\":{\"attempt\":2,\"worker\":\"w-1\"}")
                .contains("\"executionId\":\"" + name + "\"");
        assertThat(lines[1]).contains("\"type\":\"HookDecision\"", "\"decision\":\"allow\"");
        assertThat(lines[2]).contains("\"closed\":true");
        ReadEventsRequest asked = (ReadEventsRequest) edge.traces.last();
        assertThat(asked.getUid()).isEqualTo(created.at("/metadata/uid").asText());
        assertThat(asked.getFollow()).isTrue();
        assertThat(asked.getFrom()).isEqualTo("1-0");
        var sent = admin.get(RUNS + "/" + name + "/events", "accept", "text/event-stream");
        assertThat(sent.body()).contains("id: 1-1\n");
        assertThat(admin.get(RUNS + "/nobody/events").status()).isEqualTo(404);
        assertThat(new RestClient(edge, "nobody").get(RUNS + "/" + name + "/events").status())
                .isEqualTo(403);
    }

    @Test
    void nobodyWaitsForTheEndOfARunThatIsOver() {
        String named = RUN.replaceFirst("\\{", "{\"name\": \"" + FakeTraces.ENDLESS + "\", ");
        assertThat(run(named).status()).isEqualTo(201);
        edge.ended(FakeTraces.ENDLESS);
        var events = admin.get(RUNS + "/" + FakeTraces.ENDLESS + "/events?follow=true");
        assertThat(List.of(events.body().split("\n")))
                .hasSize(2)
                .last()
                .asString()
                .contains("\"closed\":true");
    }

    @Test
    void runsAreListedByAgentPhaseAndAge() {
        edge.given(Documents.agent("other"));
        for (String name : new String[] {"e1", "e2", "e3"}) {
            run(RUN.replaceFirst("\\{", "{\"name\": \"" + name + "\", "));
        }
        run(RUN.replace("triage", "other").replaceFirst("\\{", "{\"name\": \"o1\", "));
        edge.ended("e3");
        assertThat(names("?agent=triage")).containsExactly("e1", "e2", "e3");
        assertThat(names("?phase=Succeeded")).containsExactly("e3");
        assertThat(names("?agent=triage&phase=Pending")).containsExactly("e1", "e2");
        assertThat(names("?since=1h&agent=other")).containsExactly("o1");
        assertThat(names("?since=2999-01-01T00:00:00Z")).isEmpty();
        assertThat(names("?agent=a%2Cb%3D")).isEmpty();
        // every page is of the moment of the first one
        var first = admin.get(RUNS + "?since=1h&limit=3").json();
        String next = first.at("/metadata/continue").asText();
        assertThat(names("?since=1h&limit=3&continue=" + next)).containsExactly("o1");
        for (String wrong : new String[] {"?phase=Gone", "?since=soon", "?since=2026-05-10T"}) {
            assertThat(admin.get(RUNS + wrong).reason()).as(wrong).isEqualTo("INVALID_ARGUMENT");
        }
        for (String other : new String[] {"?phase=Ready", "?since=1h", "?agent=a"}) {
            assertThat(admin.get("/v1/namespaces/payments/tools" + other).reason())
                    .as(other)
                    .isEqualTo("INVALID_ARGUMENT");
        }
    }

    private List<String> names(String query) {
        var list = admin.get(RUNS + query);
        assertThat(list.status()).as(list.body()).isEqualTo(200);
        List<String> names = new ArrayList<>();
        list.json().path("items").forEach(item -> names.add(item.at("/metadata/name").asText()));
        return names;
    }

    @Test
    void whatIsOfNoRunIsForAuditors() {
        edge.given(Documents.team("v", "payments", "viv", "viewer"));
        edge.given(Documents.team("u", "payments", "una", "auditor"));
        edge.traces.keepOfNoRun();
        String byId = "/v1/traces/0af7651916cd43dd8448eb211c80319c";
        RestClient auditor = new RestClient(edge, "una");
        Await.until(
                "the auditor is known",
                Duration.ofSeconds(5),
                () -> auditor.get(byId).status() == 200);
        RestClient viewer = new RestClient(edge, "viv");
        assertThat(viewer.get(RUNS).status()).isEqualTo(200);
        assertThat(viewer.get(byId).status()).isEqualTo(403);
    }

    @Test
    void aTraceIsReadByItsRunOrByItsId() {
        assertThat(admin.get(RUNS + "/e1/trace").json().at("/spans/0/name").asText())
                .isEqualTo("Execution");
        String byId = "/v1/traces/0af7651916cd43dd8448eb211c80319c";
        assertThat(admin.get(byId).status()).isEqualTo(200);
        assertThat(new RestClient(edge, "nobody").get(byId).status()).isEqualTo(403);
        assertThat(admin.get("/v1/recorded-traces?agent=triage").json().at("/traces/0/agent"))
                .asString()
                .contains("triage");
    }
}
