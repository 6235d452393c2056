package dev.joch.resource.schema;

import static dev.joch.resource.schema.ApiParts.ordered;
import static dev.joch.resource.schema.ApiParts.parameter;
import static dev.joch.resource.schema.ApiParts.reference;
import static dev.joch.resource.schema.ApiParts.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Paths that belong to the API from the first day although their services come later. Until then
 * they answer 501, so a client can be written against them now. A service that arrives takes its
 * path out of here.
 */
final class PlannedPaths {
    private static final Map<String, Object> NAMESPACE =
            parameter("namespace", "path", "", Map.of("type", "string"));

    private final Map<String, Map<String, Object>> paths;

    private PlannedPaths(Map<String, Map<String, Object>> paths) {
        this.paths = paths;
    }

    /**
     * Adds the paths that no service serves yet, and marks the lists whose filters nobody answers
     * yet.
     */
    static void addTo(Map<String, Map<String, Object>> paths) {
        PlannedPaths planned = new PlannedPaths(paths);
        planned.executions();
        planned.filters("toolcalls", "agent", "tool", "mcpserver", "phase", "since");
        planned.filters("approvals", "phase");
        planned.decide();
        planned.eval();
        planned.promote();
    }

    private void executions() {
        filters("executions", "agent", "phase", "since");
        Map<String, Object> start =
                operation("createExecution", "Starts a run.", "Execution", reference("Execution"));
        start.put(
                "requestBody",
                body(
                        ApiParts.object(
                                ordered("spec", reference("ExecutionSpec")), List.of("spec"))));
        Map<String, Object> responses = ApiParts.inside(start, "responses");
        responses.put("201", ApiParts.inside(responses, "200"));
        responses.remove("200");
        add("/v1/namespaces/{namespace}/executions", "post", start, NAMESPACE);
    }

    private void decide() {
        Map<String, Object> decide =
                operation(
                        "decideApproval",
                        "Approves, rejects or edits what waits for a decision.",
                        "Approval",
                        reference("Approval"));
        Map<String, Object> decision =
                ordered("type", "string", "enum", List.of("approve", "reject", "edit"));
        decide.put(
                "requestBody",
                body(
                        ApiParts.object(
                                ordered(
                                        "decision", decision,
                                        "rationale", text("Why."),
                                        "editedInput", Map.of("type", "object")),
                                List.of("decision"))));
        add(
                "/v1/namespaces/{namespace}/approvals/{id}/decide",
                "post",
                decide,
                NAMESPACE,
                parameter("id", "path", "Name of the approval.", Map.of("type", "string")));
    }

    private void eval() {
        Map<String, Object> answer =
                ApiParts.object(
                        ordered(
                                "executionRefs", ApiParts.listOf(reference("Ref")),
                                "evalRun", text("Id of this run of the eval.")),
                        List.of());
        Map<String, Object> run = operation("runEval", "Runs an eval now.", "Eval", answer);
        run.put(
                "requestBody",
                body(
                        ApiParts.object(
                                ordered(
                                        "target", text("Environment to run against."),
                                        "namespace", text("Namespace of the eval.")),
                                List.of())));
        add(
                "/v1/eval/{name}/run",
                "post",
                run,
                parameter("name", "path", "Name of the eval.", Map.of("type", "string")));
    }

    private void promote() {
        Map<String, Object> gate =
                ApiParts.object(
                        ordered(
                                "type", text("Sort of the gate."),
                                "name", text("The gate."),
                                "passed", Map.of("type", "boolean"),
                                "detail", text("Why.")),
                        List.of());
        Map<String, Object> answer =
                ApiParts.object(
                        ordered("release", text("The release."), "gates", ApiParts.listOf(gate)),
                        List.of());
        Map<String, Object> promote =
                operation(
                        "promote",
                        "Moves a generation from one environment to the next when its gates pass.",
                        "Release",
                        answer);
        promote.put(
                "requestBody",
                body(
                        ApiParts.object(
                                ordered(
                                        "kind", text("Kind of the resource."),
                                        "name", text("Its name."),
                                        "namespace", text("Its namespace."),
                                        "from", text("Environment it is in."),
                                        "to", text("Environment it goes to."),
                                        "require", ApiParts.listOf(text("A gate.")),
                                        "force", Map.of("type", "boolean"),
                                        "reason", text("Why, when forced.")),
                                List.of("kind", "name", "from", "to"))));
        add("/v1/promote", "post", promote);
    }

    /** The list itself is there, as of every kind; its own filters come with the service. */
    private void filters(String plural, String... names) {
        Map<String, Object> path = paths.get("/v1/namespaces/{namespace}/" + plural);
        if (path == null) {
            throw new IllegalStateException("no kind has the plural " + plural);
        }
        Map<String, Object> list = ApiParts.inside(path, "get");
        List<Object> parameters = ApiParts.parametersOf(list);
        // a filter of the contract that another kind answers already
        parameters.removeIf(known ->
                known instanceof Map<?, ?> one
                        && List.of(names).contains(String.valueOf(one.get("name"))));
        for (String name : names) {
            Map<String, Object> filter =
                    parameter(
                            name,
                            "query",
                            "Filter; 501 until its service is there.",
                            Map.of("type", "string"));
            filter.put("x-joch-status", "planned");
            parameters.add(filter);
        }
        list.put("parameters", parameters);
        list.put("x-joch-status", "planned");
        ApiParts.inside(list, "responses").put("501", notYet());
    }

    private void add(
            String path, String verb, Map<String, Object> operation, Object... parameters) {
        if (parameters.length > 0) {
            operation.put("parameters", List.of(parameters));
        }
        paths.computeIfAbsent(path, absent -> new LinkedHashMap<>()).put(verb, operation);
    }

    private static Map<String, Object> operation(
            String id, String summary, String tag, Map<String, Object> answer) {
        Map<String, Object> responses =
                ApiParts.answers(
                        ApiParts.answer(
                                "What was asked for.", ApiParts.content(ApiParts.JSON, answer)));
        responses.put("501", notYet());
        return ordered(
                "operationId", id,
                "summary", summary,
                "tags", List.of(tag),
                "x-joch-status", "planned",
                "responses", responses);
    }

    private static Map<String, Object> notYet() {
        return Map.of("$ref", "#/components/responses/NotYet");
    }

    private static Map<String, Object> body(Map<String, Object> schema) {
        return ordered("required", true, "content", ApiParts.content(ApiParts.JSON, schema));
    }
}
