package dev.joch.worker.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import dev.joch.scheduler.v1.FinishRunRequest;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.worker.conformance.Gateways.Call;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is looked at, in order: a step that the agent does, and what must have come of it.
 *
 * @param name a sentence
 * @param step word that the agent is told
 * @param alone whether the installation has no gateways at all
 * @param check empty when it is so, else what was seen
 */
record Step(String name, String step, boolean alone, Function<Seen, String> check) {

    /**
     * What came of a run.
     *
     * @param execution its name
     */
    record Seen(String execution, FinishRunRequest end, Gateways gateways, String log) {

        private Struct output() {
            return end.getReport().getOutput();
        }
    }

    static List<Step> all() {
        return List.of(
                new Step(
                        "the agent starts and returns its output",
                        "echo",
                        false,
                        seen ->
                                output(
                                        seen,
                                        Map.of(
                                                "agent",
                                                OneRunScheduler.AGENT,
                                                "execution",
                                                seen.execution()))),
                new Step(
                        "it can read its manifest",
                        "manifest",
                        false,
                        seen -> output(seen, Map.of("kind", "CompiledAgentManifest"))),
                new Step(
                        "what it prints is in the log",
                        "log",
                        false,
                        seen ->
                                seen.log().contains("a line for people\n")
                                        ? ""
                                        : "the log is: " + seen.log()),
                new Step(
                        "artifacts are collected",
                        "artifact",
                        false,
                        seen ->
                                seen.end()
                                                .getReport()
                                                .getArtifactRefsList()
                                                .equals(
                                                        List.of(
                                                                "artifact://exec/"
                                                                        + seen.execution()
                                                                        + "/out/note.md"))
                                        ? ""
                                        : "artifacts are "
                                                + seen.end().getReport().getArtifactRefsList()),
                called("tool calls go through the tool gateway", "tool", "/v1/tool-calls"),
                called("MCP goes through the MCP gateway", "mcp", "/v1/mcp/handbook/call"),
                called("models are called through the router", "model", "/v1/model/respond"),
                new Step("trace events have the right attributes", "trace", false, Step::traced),
                new Step(
                        "a refusal by policy is an error of the language",
                        "denied",
                        false,
                        seen -> output(seen, Map.of("reason", "POLICY_DENIED"))),
                new Step(
                        "an approval is waited for",
                        "approval",
                        false,
                        seen ->
                                seen.output()
                                                .getFieldsOrDefault(
                                                        "result", Value.getDefaultInstance())
                                                .getStructValue()
                                                .getFieldsOrDefault(
                                                        "decision", Value.getDefaultInstance())
                                                .getStringValue()
                                                .equals("approve")
                                        ? ""
                                        : other(seen)),
                new Step(
                        "a service that is missing is named",
                        "missing",
                        true,
                        seen -> output(seen, Map.of("missing", "tool gateway"))),
                new Step("an error fails the run with its message", "fail", false, Step::failed));
    }

    private static Step called(String name, String step, String path) {
        return new Step(
                name,
                step,
                false,
                seen -> {
                    List<Call> calls = seen.gateways().calls(path);
                    if (calls.size() != 1) {
                        return calls.size() + " calls of " + path + " came; " + other(seen);
                    }
                    Call call = calls.getFirst();
                    if (!call.token().equals("Bearer " + OneRunScheduler.TOKEN)) {
                        return "the call came without the token of the run";
                    }
                    if (!call.traceparent().startsWith("00-" + OneRunScheduler.TRACE + "-")) {
                        return "the call is in trace " + call.traceparent();
                    }
                    Value result =
                            seen.output().getFieldsOrDefault("result", Value.getDefaultInstance());
                    return result.getStructValue()
                                    .getFieldsOrDefault("from", Value.getDefaultInstance())
                                    .getStringValue()
                                    .equals(path)
                            ? ""
                            : other(seen);
                });
    }

    private static String traced(Seen seen) {
        List<Call> calls = seen.gateways().calls("/v1/traces");
        if (calls.size() != 1) {
            return calls.size() + " messages came to the trace service; " + other(seen);
        }
        JsonNode resource = calls.getFirst().body().path("resourceSpans").path(0);
        JsonNode span = resource.path("scopeSpans").path(0).path("spans").path(0);
        if (!span.path("traceId").asText().equals(OneRunScheduler.TRACE)
                || span.path("parentSpanId").asText().length() != 16) {
            return "the span is not below that of the run: " + span;
        }
        if (!span.path("name").asText().equals("conformance.event")) {
            return "the span is named " + span.path("name");
        }
        boolean typed =
                span.path("attributes").toString().contains("{\"intValue\":\"42\"}")
                        && span.path("attributes").toString().contains("{\"stringValue\":\"yes\"}");
        if (!typed) {
            return "the attributes are " + span.path("attributes");
        }
        return resource.path("resource").toString().contains("\"" + seen.execution() + "\"")
                ? ""
                : "the execution is not named: " + resource.path("resource");
    }

    private static String failed(Seen seen) {
        return seen.end().getOutcome() == RunPhase.RUN_PHASE_FAILED
                        && seen.end().getReason().equals("AgentExited")
                        && seen.end().getMessage().equals("the desk is closed")
                ? ""
                : other(seen);
    }

    private static String output(Seen seen, Map<String, String> members) {
        boolean all =
                members.entrySet().stream()
                        .allMatch(member ->
                                seen.output()
                                        .getFieldsOrDefault(
                                                member.getKey(), Value.getDefaultInstance())
                                        .getStringValue()
                                        .equals(member.getValue()));
        return all ? "" : other(seen);
    }

    private static String other(Seen seen) {
        return "the run ended as "
                + seen.end().getOutcome()
                + " "
                + seen.end().getReason()
                + " "
                + seen.end().getMessage()
                + " "
                + seen.end().getReport().getLogTail().strip()
                + " "
                + seen.output().getFieldsMap();
    }
}
