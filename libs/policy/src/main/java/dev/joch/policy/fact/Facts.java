package dev.joch.policy.fact;

import dev.joch.policy.fact.Fact.Type;
import dev.joch.resource.kind.Nearest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All facts there are. */
public final class Facts {

    /** Whether the environment's lists let the model be used. */
    public static final String MODEL_ALLOWLISTED = "model.allowlisted";

    /** Whether there is a record of the model. */
    public static final String MODEL_KNOWN = "model.known";

    /** Sorts of sensitive data in the payload. */
    public static final String DATA_CONTAINS = "data.contains";

    private static final Map<String, Fact> BY_NAME = new LinkedHashMap<>();

    static {
        applied("tool.name", Type.TEXT);
        applied("tool.sideEffect", Type.TEXT);
        applied("tool.type", Type.TEXT);
        applied("tool.namespace", Type.TEXT);
        applied("tool.idempotent", Type.TRUTH);
        applied("tool.requiresApproval", Type.TRUTH);
        running("tool.args", Type.TREE);
        running(DATA_CONTAINS, Type.WORDS);
        applied("model.provider", Type.TEXT);
        applied("model.name", Type.TEXT);
        applied("model.tier", Type.TEXT);
        applied("model.regions", Type.WORDS);
        applied(MODEL_ALLOWLISTED, Type.TRUTH);
        applied(MODEL_KNOWN, Type.TRUTH);
        running("cost.runUsd", Type.NUMBER);
        running("cost.callUsd", Type.NUMBER);
        running("cost.dayUsd", Type.NUMBER);
        applied("mcpServer.name", Type.TEXT);
        applied("mcpServer.trustScore", Type.NUMBER);
        applied("mcpServer.schemaDrift", Type.TRUTH);
        applied("mcpServer.pinned", Type.TRUTH);
        applied("mcpServer.transport", Type.TEXT);
        running("mcpResult.injectionScan.hit", Type.TRUTH);
        running("network.host", Type.TEXT);
        running("memory.type", Type.TEXT);
        running("memory.name", Type.TEXT);
        running("knowledge.classification", Type.TEXT);
        running("switch.warnings", Type.NUMBER);
        running("switch.failures", Type.NUMBER);
        running("switch.from", Type.TEXT);
        running("switch.to", Type.TEXT);
        running("hook.method", Type.TEXT);
        running("trigger.type", Type.TEXT);
        applied("environment", Type.TEXT);
        applied("agent.name", Type.TEXT);
        applied("agent.namespace", Type.TEXT);
        applied("agent.labels", Type.LABELS);
        applied("agent.teams", Type.WORDS);
    }

    private Facts() {}

    private static void applied(String name, Type type) {
        add(name, type, true);
    }

    private static void running(String name, Type type) {
        add(name, type, false);
    }

    private static void add(String name, Type type, boolean atApply) {
        BY_NAME.put(name, new Fact(name, type, BY_NAME.size(), atApply));
    }

    public static Optional<Fact> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The one that was probably meant. */
    public static Optional<String> nearest(String name) {
        return Nearest.to(name, BY_NAME.keySet());
    }

    public static List<Fact> all() {
        return List.copyOf(BY_NAME.values());
    }
}
