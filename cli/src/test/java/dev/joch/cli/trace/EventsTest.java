package dev.joch.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.cli.fake.CommandRun;
import dev.joch.cli.fake.CommandRun.Outcome;
import dev.joch.cli.fake.FakeApiServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** The command about events of a run. */
class EventsTest {
    private static final String RUN = "/v1/namespaces/default/executions/exec-1";
    private static final String EVENTS = RUN + "/events";
    private static final String CLOSED = "{\"next\":\"a-9\",\"closed\":true}\n";

    @TempDir Path folder;
    private FakeApiServer server;
    private CommandRun run;

    @BeforeEach
    void start() {
        server = new FakeApiServer();
        run = new CommandRun(folder, server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String event(String type, String facts, int number) {
        return "{\"id\":\"e-%d\",\"type\":\"%s\",\"time\":\"2026-05-10T09:59:58.5Z\",\"facts\":{%s},\"next\":\"a-%d\"}\n"
                .formatted(number, type, facts, number);
    }

    private List<FakeApiServer.Asked> asked() {
        return server.asked().stream().filter(asked -> asked.path().equals(EVENTS)).toList();
    }

    @Test
    void eachIsToldInAShortSentence() {
        server.on(
                "GET",
                EVENTS,
                200,
                event("ExecutionCreated", "\"trigger\":\"manual\"", 1)
                        + event(
                                "HookDecision",
                                "\"hook\":\"steps/agentTrigger\",\"decision\":\"allow\",\"policy\":\"refunds\",\"rule\":\"r1\"",
                                2)
                        + event("ExecutionScheduled", "\"pool\":\"gpu\",\"attempt\":1", 3)
                        + event("ExecutionStarted", "\"worker\":\"w-1\",\"attempt\":1", 4)
                        + event("ToolCallRequested", "\"tool\":\"crm.search\"", 5)
                        + event(
                                "ExecutionFailed",
                                "\"reason\":\"AgentExited\",\"message\":\"exit status 3\",\"durationMs\":1500,\"costMicroUsd\":250000",
                                6)
                        + event(
                                "ExecutionCancelled",
                                "\"cancelledBy\":\"ann\",\"reason\":\"wrong order\"",
                                7)
                        + event("ExecutionSucceeded", "\"durationMs\":0", 8)
                        + CLOSED);
        Outcome outcome = run.joch("executions", "events", "exec/exec-1");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        String time = "2026-05-10T09:59:58.500Z  ";
        assertThat(outcome.lines())
                .containsExactly(
                        "TIME                      EVENT                     DETAIL",
                        time + "ExecutionCreated          trigger manual",
                        time
                                + "HookDecision              allow at steps/agentTrigger, policy refunds, rule r1",
                        time + "ExecutionScheduled        attempt 1, pool gpu",
                        time + "ExecutionStarted          attempt 1, worker w-1",
                        time + "ToolCallRequested         tool crm.search",
                        time
                                + "ExecutionFailed           AgentExited: exit status 3, after 1.50 s, 0.25 USD",
                        time + "ExecutionCancelled        by ann: wrong order",
                        time + "ExecutionSucceeded        -");
        assertThat(asked().getFirst().query()).doesNotContainKey("follow");
    }

    @Test
    void theyAreFollowedAcrossBrokenConnectionsUntilTheRunIsOver() {
        server.on("GET", EVENTS, 200, event("ExecutionCreated", "", 1));
        server.on("GET", EVENTS, 503, FakeApiServer.refusal(503, "UNAVAILABLE", "away", "[]"));
        server.on("GET", EVENTS, 200, event("ExecutionSucceeded", "", 2) + CLOSED);
        Outcome outcome = run.joch("executions", "events", "exec-1", "-f", "--no-headers");
        assertThat(outcome.lines()).hasSize(2);
        assertThat(asked().get(0).query()).containsEntry("follow", "true");
        assertThat(asked().get(2).query()).containsEntry("from", "a-1");
    }

    @Test
    void programsGetALineEachAndRefusalsAreShown() {
        server.on(
                "GET",
                EVENTS,
                200,
                event("ExecutionCreated", "", 1)
                        + event("ExecutionStarted", "", 2)
                        + "{\"next\":\"a-2\",\"dropped\":\"4\"}\n");
        Outcome json = run.joch("executions", "events", "exec-1", "-o", "json");
        assertThat(json.lines()).hasSize(2).allMatch(line -> line.startsWith("{\"id\""));
        assertThat(json.err()).contains("4 events were not kept");
        server.on("GET", EVENTS, 200, event("ExecutionCreated", "", 1));
        assertThat(run.joch("executions", "events", "exec-1", "-o", "yaml").out())
                .contains("type: ExecutionCreated");
        server.on("GET", EVENTS, 200, "{\"next\":\"a-0\"}\n");
        assertThat(run.joch("executions", "events", "exec-1").err()).contains("No events found");
        server.on("GET", EVENTS, 404, FakeApiServer.refusal(404, "NOT_FOUND", "no such run", "[]"));
        assertThat(run.joch("executions", "events", "exec-1").code()).isEqualTo(5);
    }
}
