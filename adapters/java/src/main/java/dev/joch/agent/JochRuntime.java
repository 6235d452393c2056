package dev.joch.agent;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An agent's way to Joch. Who it is, for which execution and in which trace is added to each call
 * by itself. A call whose service this installation lacks ends with {@link NotAvailable}.
 */
public final class JochRuntime {

    private static final Duration MODEL = Duration.ofMinutes(10);
    private static final Duration PEOPLE = Duration.ofMinutes(30);
    private static final Duration TOOL = Duration.ofMinutes(5);

    private static final String GATEWAY = "tool gateway";
    private static final String GATEWAY_URL = "JOCH_GATEWAY_URL";

    private final Map<String, String> environment;
    private final InstantSource clock;
    private final Http http;
    private final Spans spans;

    JochRuntime(Map<String, String> environment, InstantSource clock) {
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        this.http = new Http(this.environment);
        this.spans = new Spans(http, this.environment);
    }

    /**
     * The whole of a program: reads the input, runs the agent, writes the output, and ends with the
     * status that says how it went.
     */
    public static void run(Agent agent) {
        int status =
                new JochRuntime(System.getenv(), InstantSource.system()).runOnce(agent, System.err);
        // at once: threads that the agent left running must not keep the run alive
        System.out.flush();
        Runtime.getRuntime().exit(status);
    }

    int runOnce(Agent agent, PrintStream log) {
        try {
            Map<String, ? extends @Nullable Object> output = agent.run(context(), this);
            writeOutput(output == null ? Map.of() : output);
            return 0;
        } catch (Exception e) {
            log.println(stack(e));
            String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return failed(message, log);
        }
    }

    private static String stack(Throwable failure) {
        StringBuilder text = new StringBuilder(failure.toString());
        for (StackTraceElement element : failure.getStackTrace()) {
            text.append("\n\tat ").append(element);
        }
        Throwable cause = failure.getCause();
        return cause == null ? text.toString() : text + "\ncaused by " + stack(cause);
    }

    private int failed(String message, PrintStream log) {
        try {
            writeOutput(Map.of("error", Map.of("message", message)));
        } catch (IOException e) {
            log.println("the error cannot be written: " + e.getMessage());
        }
        return 1;
    }

    /** What the run is. */
    public AgentContext context() throws IOException {
        return new AgentContext(Json.readObject(Files.readString(file("JOCH_INPUT_FILE"))));
    }

    /** The manifest that the agent runs under. */
    public Map<String, @Nullable Object> manifest() throws IOException {
        return Json.readObject(Files.readString(file("JOCH_MANIFEST_FILE")));
    }

    /** The token that proves who calls, as it is now. */
    public String token() {
        return http.token();
    }

    /** Writes the output; the last one counts. */
    public void writeOutput(Map<String, ? extends @Nullable Object> output) throws IOException {
        Path file = file("JOCH_OUTPUT_FILE");
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, Json.write(output), StandardCharsets.UTF_8);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Leaves a file with the run; gives its address. */
    public String writeArtifact(String name, byte[] content) throws IOException {
        Path folder = file("JOCH_ARTIFACT_DIR");
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder) || file.equals(folder)) {
            throw new IllegalArgumentException(name + " is no name of a file in the folder");
        }
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        return "artifact://exec/"
                + environment.getOrDefault("JOCH_EXECUTION_ID", "")
                + "/"
                + folder.relativize(file);
    }

    /** Records that something happened, as a span below the agent's own. */
    public void trace(String name, Map<String, ? extends @Nullable Object> payload) {
        spans.send(name, payload, clock.instant());
    }

    /** Calls a tool of the manifest; gives its result. */
    public Map<String, @Nullable Object> callTool(String tool, Map<String, ?> input) {
        return http.post(
                GATEWAY, GATEWAY_URL, "/v1/tool-calls", addressed("toolRef", tool, input), TOOL);
    }

    /** Calls a method of an MCP server of the manifest. */
    public Map<String, @Nullable Object> callMcp(
            String server, String method, Map<String, ?> params) {
        return http.post(
                GATEWAY,
                GATEWAY_URL,
                "/v1/mcp/" + server + "/call",
                Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", params),
                TOOL);
    }

    /** Asks the model that the route of the agent chooses. */
    public Map<String, @Nullable Object> respond(List<? extends Map<String, ?>> messages) {
        return http.post(
                "model router",
                "JOCH_ROUTER_URL",
                "/v1/model/respond",
                Map.of("executionRef", execution(), "messages", messages),
                MODEL);
    }

    /** Reads from a memory of the manifest. */
    public Map<String, @Nullable Object> readMemory(String memory, String query) {
        return http.post(
                GATEWAY,
                GATEWAY_URL,
                "/v1/memory/" + memory + "/query",
                Map.of("query", query, "context", execution()),
                TOOL);
    }

    /** Writes into a memory of the manifest. */
    public Map<String, @Nullable Object> writeMemory(String memory, List<?> items) {
        return http.post(
                GATEWAY,
                GATEWAY_URL,
                "/v1/memory/" + memory + "/write",
                Map.of("items", items, "context", execution()),
                TOOL);
    }

    /** Looks something up in a retrieval source of the manifest. */
    public Map<String, @Nullable Object> retrieve(String source, String query) {
        return http.post(
                GATEWAY,
                GATEWAY_URL,
                "/v1/rag/" + source + "/retrieve",
                Map.of("query", query, "context", execution()),
                TOOL);
    }

    /** Hands the task to another agent of the same namespace. */
    public Map<String, @Nullable Object> handOff(String agent, String summary) {
        return http.post(
                GATEWAY,
                GATEWAY_URL,
                "/v1/handoffs",
                Map.of(
                        "executionRef",
                        execution(),
                        "agentRef",
                        Map.of("name", agent),
                        "summary",
                        summary),
                TOOL);
    }

    /** Asks people, and waits for their answer. */
    public Map<String, @Nullable Object> requestApproval(String title, Map<String, ?> details) {
        return http.post(
                GATEWAY,
                GATEWAY_URL,
                "/v1/approvals",
                Map.of("executionRef", execution(), "title", title, "details", details),
                PEOPLE);
    }

    private Map<String, Object> addressed(String field, String name, Map<String, ?> input) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("executionRef", execution());
        body.put("agentRef", Map.of("name", environment.getOrDefault("JOCH_AGENT", "")));
        body.put(field, Map.of("name", name));
        body.put("input", input);
        return body;
    }

    private Map<String, String> execution() {
        return Map.of(
                "name", environment.getOrDefault("JOCH_EXECUTION_ID", ""),
                "namespace", environment.getOrDefault("JOCH_NAMESPACE", ""));
    }

    private Path file(String variable) {
        String path = environment.getOrDefault(variable, "");
        if (path.isEmpty()) {
            throw new IllegalStateException(
                    variable + " is not set: start the agent with joch run, or set it by hand");
        }
        return Path.of(path);
    }
}
