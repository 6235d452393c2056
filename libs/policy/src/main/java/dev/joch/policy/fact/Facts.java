package dev.joch.policy.fact;

import static dev.joch.policy.fact.FactType.COUNT;
import static dev.joch.policy.fact.FactType.FLAG;
import static dev.joch.policy.fact.FactType.LABELS;
import static dev.joch.policy.fact.FactType.NUMBER;
import static dev.joch.policy.fact.FactType.TEXT;
import static dev.joch.policy.fact.FactType.TREE;
import static dev.joch.policy.fact.FactType.WORDS;

import dev.joch.policy.redact.Detectors;
import dev.joch.resource.kind.Nearest;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All facts there are. */
public final class Facts {

    /** Classes of side effects, from the harmless to the grave. */
    public static final List<String> SIDE_EFFECTS =
            List.of(
                    "read_only",
                    "local_write",
                    "external_write",
                    "financial",
                    "communication",
                    "code_execution",
                    "privileged");

    public static final String DATA_CONTAINS = "data.contains";
    public static final String HOOK_METHOD = "hook.method";
    public static final String TOOL_ARGS = "tool.args";
    public static final String MODEL_PROVIDER = "model.provider";

    /** {@code model.provider: not-allowlisted} asks this. */
    public static final String MODEL_ALLOWLISTED = "model.allowlisted";

    /** {@code model.provider: unknown} asks this. */
    public static final String MODEL_KNOWN = "model.known";

    private static final Set<String> EVERYWHERE = Set.of();
    private static final Set<String> ANY = Set.of();
    private static final Set<String> KNOWLEDGE = Set.of(Hooks.KNOWLEDGE);
    private static final Set<String> TRIGGER = Set.of(Hooks.AGENT_TRIGGER);
    private static final Map<String, Fact> FACTS = facts();

    private Facts() {}

    public static Collection<Fact> all() {
        return FACTS.values();
    }

    /** The fact of that very name. */
    public static Optional<Fact> named(String name) {
        return Optional.ofNullable(FACTS.get(name));
    }

    /** What a key of {@code when} speaks of: a fact, or something inside one. */
    public static Optional<FactRef> find(String key) {
        Fact exact = FACTS.get(key);
        if (exact != null) {
            return Optional.of(new FactRef(exact, List.of()));
        }
        for (Fact fact : FACTS.values()) {
            String start = fact.name() + ".";
            if (fact.type().nested() && key.startsWith(start) && key.length() > start.length()) {
                String rest = key.substring(start.length());
                // the key of a label may have dots itself
                return Optional.of(
                        new FactRef(
                                fact,
                                fact.type() == LABELS
                                        ? List.of(rest)
                                        : Arrays.asList(rest.split("\\.", -1))));
            }
        }
        return Optional.empty();
    }

    public static int count() {
        return FACTS.size();
    }

    /** What somebody probably meant. */
    public static Optional<String> nearest(String name) {
        return Nearest.to(name, FACTS.keySet());
    }

    /** Facts without which a question at this hook cannot be judged. */
    public static Set<String> neededAt(String hook) {
        return Hooks.TOOL_REQUEST.equals(hook) ? Set.of("tool.name", "tool.sideEffect") : Set.of();
    }

    private static Map<String, Fact> facts() {
        Map<String, Fact> facts = new LinkedHashMap<>();
        Set<String> effects = Set.copyOf(SIDE_EFFECTS);
        Set<String> contents = new TreeSet<>(Detectors.words());
        contents.addAll(Detectors.groups());
        add(facts, "tool.name", TEXT, Hooks.TOOL, ANY, "name of the tool");
        add(facts, "tool.sideEffect", TEXT, Hooks.TOOL, effects, "class of its side effect");
        add(facts, "tool.type", TEXT, Hooks.TOOL, ANY, "type of the tool");
        add(facts, "tool.namespace", TEXT, Hooks.TOOL, ANY, "namespace of the tool");
        add(facts, "tool.idempotent", FLAG, Hooks.TOOL, ANY, "it may be repeated");
        add(facts, "tool.requiresApproval", FLAG, Hooks.TOOL, ANY, "its record wants a person");
        add(facts, TOOL_ARGS, TREE, Hooks.TOOL, ANY, "arguments of the call");
        add(facts, DATA_CONTAINS, WORDS, EVERYWHERE, contents, "what the payload contains");
        add(facts, MODEL_PROVIDER, TEXT, Hooks.MODEL, ANY, "provider of the model");
        add(facts, "model.name", TEXT, Hooks.MODEL, ANY, "name of the model");
        add(facts, "model.tier", TEXT, Hooks.MODEL, ANY, "tier of the model");
        add(facts, "model.regions", WORDS, Hooks.MODEL, ANY, "regions the model runs in");
        add(facts, MODEL_ALLOWLISTED, FLAG, Hooks.MODEL, ANY, "the environment allows the model");
        add(facts, MODEL_KNOWN, FLAG, Hooks.MODEL, ANY, "there is such a model and provider");
        add(facts, "cost.runUsd", NUMBER, EVERYWHERE, ANY, "cost of the run so far, US dollars");
        add(facts, "cost.callUsd", NUMBER, EVERYWHERE, ANY, "cost of the call, US dollars");
        add(facts, "cost.dayUsd", NUMBER, EVERYWHERE, ANY, "cost of the day, US dollars");
        add(facts, "mcpServer.name", TEXT, Hooks.SERVER, ANY, "name of the MCP server");
        add(facts, "mcpServer.trustScore", NUMBER, Hooks.SERVER, ANY, "its trust, 0 to 1");
        add(facts, "mcpServer.schemaDrift", FLAG, Hooks.SERVER, ANY, "its schema has changed");
        add(facts, "mcpServer.pinned", FLAG, Hooks.SERVER, ANY, "its schema is pinned");
        add(facts, "mcpServer.transport", TEXT, Hooks.SERVER, ANY, "its transport");
        add(
                facts,
                "mcpResult.injectionScan.hit",
                FLAG,
                Hooks.SERVER_RESULT,
                ANY,
                "the result looks like an injection");
        add(facts, "network.host", TEXT, EVERYWHERE, ANY, "host that would be reached");
        add(facts, "memory.type", TEXT, Hooks.MEMORY, ANY, "type of the memory");
        add(facts, "memory.name", TEXT, Hooks.MEMORY, ANY, "name of the memory");
        add(facts, "knowledge.classification", TEXT, KNOWLEDGE, ANY, "class of the knowledge");
        add(facts, "switch.warnings", COUNT, Hooks.SWITCH, ANY, "warnings of a provider switch");
        add(facts, "switch.failures", COUNT, Hooks.SWITCH, ANY, "failures of a provider switch");
        add(facts, "switch.from", TEXT, Hooks.SWITCH, ANY, "model that is left");
        add(facts, "switch.to", TEXT, Hooks.SWITCH, ANY, "model that is taken");
        add(facts, "trigger.type", TEXT, TRIGGER, ANY, "what started the run");
        add(facts, HOOK_METHOD, TEXT, EVERYWHERE, ANY, "the hook");
        add(facts, "environment", TEXT, EVERYWHERE, ANY, "name of the environment");
        add(facts, "environment.region", TEXT, EVERYWHERE, ANY, "region of the environment");
        add(facts, "agent.name", TEXT, EVERYWHERE, ANY, "name of the agent");
        add(facts, "agent.namespace", TEXT, EVERYWHERE, ANY, "namespace of the agent");
        add(facts, "agent.labels", LABELS, EVERYWHERE, ANY, "labels of the agent");
        add(facts, "agent.teams", WORDS, EVERYWHERE, ANY, "teams that own the agent");
        return facts;
    }

    private static void add(
            Map<String, Fact> facts,
            String name,
            FactType type,
            Set<String> hooks,
            Set<String> words,
            String meaning) {
        facts.put(name, new Fact(name, type, facts.size(), hooks, words, meaning));
    }
}
