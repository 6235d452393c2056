package dev.joch.policy.fact;

import java.util.Set;

/** Hooks by their names on the wire. */
public final class Hooks {

    public static final String AGENT_TRIGGER = "steps/agentTrigger";
    public static final String TOOL_REQUEST = "steps/toolCallRequest";
    public static final String TOOL_RESULT = "steps/toolCallResult";
    public static final String MESSAGE = "steps/message";
    public static final String MEMORY_READ = "steps/memoryContextRetrieval";
    public static final String MEMORY_WRITE = "steps/memoryStore";
    public static final String KNOWLEDGE = "steps/knowledgeRetrieval";
    public static final String MCP = "protocols/MCP";
    public static final String A2A_SEND = "message/send";
    public static final String A2A_STREAM = "message/stream";

    /** Nothing is done yet: a resource is being applied. */
    public static final String PREFLIGHT = "joch/preflight";

    /** A conversation moves to another provider. */
    public static final String PROVIDER_SWITCH = "joch/providerSwitch";

    static final Set<String> TOOL = Set.of(TOOL_REQUEST, TOOL_RESULT, MCP, PREFLIGHT);
    static final Set<String> SERVER = Set.of(TOOL_REQUEST, TOOL_RESULT, MCP, PREFLIGHT);
    static final Set<String> SERVER_RESULT = Set.of(TOOL_RESULT, MCP);
    static final Set<String> MODEL = Set.of(MESSAGE, AGENT_TRIGGER, PROVIDER_SWITCH, PREFLIGHT);
    static final Set<String> MEMORY = Set.of(MEMORY_READ, MEMORY_WRITE);
    static final Set<String> SWITCH = Set.of(PROVIDER_SWITCH, MESSAGE);

    private Hooks() {}
}
