package dev.joch.trace.span;

import io.opentelemetry.proto.trace.v1.Span;

import java.util.Map;

/** What a span is to a run. */
public enum SpanSort {
    EXECUTION,
    AGENT_RUN,
    MODEL_CALL,
    TOOL_CALL,
    MEMORY_OP,
    KNOWLEDGE_RETRIEVAL,
    HOOK_DECISION,
    APPROVAL,
    HANDOFF,
    OTHER;

    private static final Map<String, SpanSort> NAMES =
            Map.of(
                    "Execution", EXECUTION,
                    "AgentRun", AGENT_RUN,
                    "ModelCall", MODEL_CALL,
                    "ToolCall", TOOL_CALL,
                    "MemoryOp", MEMORY_OP,
                    "KnowledgeRetrieval", KNOWLEDGE_RETRIEVAL,
                    "HookDecision", HOOK_DECISION,
                    "Approval", APPROVAL,
                    "Handoff", HANDOFF);

    /** By the word that the conventions of OpenTelemetry for generative AI have. */
    private static final Map<String, SpanSort> OPERATIONS =
            Map.ofEntries(
                    Map.entry("invoke_agent", AGENT_RUN),
                    Map.entry("invoke_workflow", AGENT_RUN),
                    Map.entry("chat", MODEL_CALL),
                    Map.entry("generate_content", MODEL_CALL),
                    Map.entry("text_completion", MODEL_CALL),
                    Map.entry("embeddings", MODEL_CALL),
                    Map.entry("execute_tool", TOOL_CALL),
                    Map.entry("retrieval", KNOWLEDGE_RETRIEVAL),
                    Map.entry("create_memory", MEMORY_OP),
                    Map.entry("search_memory", MEMORY_OP),
                    Map.entry("update_memory", MEMORY_OP),
                    Map.entry("upsert_memory", MEMORY_OP),
                    Map.entry("delete_memory", MEMORY_OP));

    /**
     * @param attributes of the span as text
     */
    static SpanSort of(Span span, Map<String, String> attributes) {
        String name = span.getName();
        int space = name.indexOf(' ');
        SpanSort named = NAMES.get(space < 0 ? name : name.substring(0, space));
        if (named != null) {
            return named;
        }
        SpanSort operation = OPERATIONS.get(attributes.getOrDefault(Names.OPERATION, ""));
        if (operation != null) {
            return operation;
        }
        return attributes.containsKey(Names.HOOK_METHOD) ? HOOK_DECISION : OTHER;
    }
}
