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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Commands about traces. */
class TraceTest {
    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static final String SUMMARY =
            "{\"traceId\":\"%s\",\"execution\":{\"namespace\":\"default\",\"name\":\"exec-1\"},\"agent\":\"triage\",\"environment\":\"prod\",\"startedAt\":\"2026-05-10T09:59:00Z\",\"durationUs\":\"4000000\",\"spans\":4,\"modelCalls\":1,\"toolCalls\":1,\"errors\":1,\"costMicroUsd\":\"620000\",\"sampling\":\"tail\",\"sampledOut\":3}"
                    .formatted(ID);

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

    private static String span(
            String id, String parent, String name, double from, double seconds, String more) {
        return String.format(
                Locale.ROOT,
                "{\"spanId\":\"%s\",\"parentSpanId\":\"%s\",\"name\":\"%s\",\"startedAt\":\"2026-05-10T09:59:0%.3fZ\",\"durationUs\":\"%d\"%s}",
                id,
                parent,
                name,
                from,
                Math.round(seconds * 1e6),
                more);
    }

    private static String trace(String... spans) {
        return "{\"trace\":"
                + SUMMARY
                + ",\"spans\":["
                + String.join(",", spans)
                + "],\"leftOut\":2}";
    }

    private static String whole() {
        return trace(
                span("1", "of the call before", "Execution", 0, 4, ""),
                span("2", "1", "AgentRun", 0, 4, ""),
                span(
                        "3",
                        "2",
                        "ModelCall",
                        0.5,
                        1,
                        ",\"attributes\":{\"gen_ai.request.model\":\"gpt-x\",\"gen_ai.usage.input_tokens\":812.0,\"gen_ai.usage.output_tokens\":95,\"joch.modelcall.cost_usd\":\"0.62\"}"),
                span(
                        "4",
                        "2",
                        "ToolCall",
                        2,
                        0.25,
                        ",\"status\":\"error\",\"statusMessage\":\"no such order\",\"attributes\":{\"joch.tool.name\":\"search\"},\"events\":[{\"name\":\"joch.policy.denied\"}]"));
    }

    @Test
    void theNewestTraceIsDrawn() {
        server.on("GET", "/v1/recorded-traces", 200, "{\"traces\":[" + SUMMARY + "]}");
        server.on("GET", "/v1/traces/" + ID, 200, whole());
        Outcome outcome = run.joch("trace", "last");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.lines())
                .containsExactly(
                        "trace " + ID,
                        "execution default/exec-1  agent triage  environment prod",
                        "4.00 s  4 spans  1 model call  1 tool call  1 error  0.62 USD",
                        "",
                        "Execution          4.00 s  ████████████████████████",
                        "└─ AgentRun        4.00 s  ████████████████████████",
                        "   ├─ ModelCall    1.00 s     ██████  gpt-x  812→95 tokens  0.62 USD",
                        "   └─ ToolCall     250 ms              █▌  search  ! joch.policy.denied  error: no such order");
        assertThat(outcome.err())
                .contains("3 spans left out by sampling (tail)")
                .contains("2 spans more");
        assertThat(server.asked().getFirst().query())
                .containsEntry("namespace", "default")
                .containsEntry("limit", "1");
    }

    @Test
    void errorsAreRedAndCanBeShownAlone() {
        server.on("GET", "/v1/namespaces/default/executions/exec-1/trace", 200, whole());
        Outcome outcome = run.atTerminal(100).joch("trace", "exec/exec-1", "--errors");
        assertThat(outcome.out())
                .contains("\u001b[31m   └─ ToolCall\u001b[0m")
                .contains("AgentRun")
                .doesNotContain("ModelCall");
        server.on("GET", "/v1/namespaces/default/executions/exec-1/trace", 200, whole());
        assertThat(run.joch("trace", "exec-1", "--depth", "2").out())
                .contains("AgentRun")
                .doesNotContain("ToolCall");
    }

    @Test
    void programsGetAllOfIt() {
        server.on("GET", "/v1/traces/" + ID, 200, whole());
        assertThat(run.joch("trace", ID.toUpperCase(Locale.ROOT), "-o", "yaml").out())
                .contains("traceId: \"" + ID)
                .contains("statusMessage: no such order");
    }

    @Test
    void aTraceThatIsNotThereYetIsWaitedForABit() {
        String path = "/v1/namespaces/default/executions/exec-1/trace";
        server.on("GET", path, 404, FakeApiServer.refusal(404, "TRACE_NOT_FOUND", "nothing", "[]"));
        server.on("GET", path, 200, whole());
        assertThat(run.joch("trace", "exec-1").code()).isZero();
        server.on("GET", path, 404, FakeApiServer.refusal(404, "NOT_FOUND", "no such run", "[]"));
        Outcome outcome = run.joch("trace", "exec-1");
        assertThat(outcome.code()).isEqualTo(5);
        assertThat(outcome.err()).contains("no such run");
    }

    @Test
    void whereNothingWasRecordedThatIsSaid() {
        server.on("GET", "/v1/recorded-traces", 200, "{}");
        Outcome outcome = run.joch("trace", "last");
        assertThat(outcome.code()).isEqualTo(5);
        assertThat(outcome.err()).contains("nothing was recorded in namespace default");
        assertThat(run.joch("trace", "agent/x").code()).isEqualTo(2);
    }

    @Test
    void circlesAndEndlessNestsAreDrawnOnce() {
        List<String> spans = new ArrayList<>();
        spans.add(span("a", "b", "one", 1, 1, ""));
        spans.add(span("b", "a", "two", 2, 1, ""));
        for (int i = 0; i < 5_000; i++) {
            spans.add(span("n" + i, "n" + (i - 1), "deep" + i, 3, 1, ""));
        }
        server.on("GET", "/v1/traces/" + ID, 200, trace(spans.toArray(String[]::new)));
        List<String> lines = run.joch("trace", ID).lines();
        assertThat(lines).hasSize(4 + 5_002);
        assertThat(lines).filteredOn(line -> line.contains("one")).hasSize(1);
    }

    @Test
    void namesCannotSteerTheTerminal() {
        server.on("GET", "/v1/traces/" + ID, 200, trace(span("1", "", "x\\u001b[2Jy", 0, 1, "")));
        assertThat(run.joch("trace", ID).out()).doesNotContain("\u001b").contains("y");
    }

    @Test
    void tracesAreListed() {
        server.on("GET", "/v1/recorded-traces", 200, "{\"traces\":[" + SUMMARY + "]}");
        Outcome outcome = run.joch("trace", "ls", "--since", "24h", "--agent", "triage", "-A");
        assertThat(outcome.out())
                .contains("default/exec-1")
                .contains("4.00 s")
                .contains("0.62")
                .contains(ID);
        assertThat(server.lastAsked().query())
                .containsEntry("since", "24h")
                .containsEntry("agent", "triage")
                .containsEntry("limit", "50")
                .doesNotContainKey("namespace");
        server.on("GET", "/v1/recorded-traces", 200, "{}");
        assertThat(run.joch("trace", "ls").err()).contains("No traces found.");
        assertThat(run.joch("trace", "ls", "--since", "soon").code()).isEqualTo(2);
    }
}
