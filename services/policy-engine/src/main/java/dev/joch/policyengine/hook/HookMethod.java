package dev.joch.policyengine.hook;

import java.util.Arrays;
import java.util.Optional;

/** Methods of the standard, in both spellings where text and schema differ. */
public enum HookMethod {
    AGENT_TRIGGER("trigger", "steps/agentTrigger"),
    TOOL_CALL_REQUEST("toolCallRequest", "steps/toolCallRequest"),
    TOOL_CALL_RESULT("toolCallResult", "steps/toolCallResult"),
    MESSAGE("message", "steps/message"),
    MEMORY_READ("memory", "steps/memoryContextRetrieval"),
    MEMORY_WRITE("memory", "steps/memoryStore"),
    KNOWLEDGE("knowledgeStep", "steps/knowledgeRetrieval"),
    MCP("message", "protocols/MCP"),
    A2A(
            "payload",
            "message/send",
            "message/stream",
            "tasks/cancel",
            "tasks/get",
            "task/get",
            "tasks/pushNotificationConfig/set",
            "task/pushNotificationConfig/set",
            "tasks/pushNotificationConfig/get",
            "task/pushNotificationConfig/get",
            "tasks/resubscribe"),
    PING("", "ping");

    private final String payload;
    private final String[] methods;

    HookMethod(String payload, String... methods) {
        this.payload = payload;
        this.methods = methods;
    }

    static Optional<HookMethod> of(String method) {
        return Arrays.stream(values())
                .filter(hook -> Arrays.asList(hook.methods).contains(method))
                .findFirst();
    }

    /** Name of the parameter in which a message of that method holds what would be sent on. */
    public static String payload(String method) {
        return of(method)
                .map(HookMethod::payload)
                .filter(name -> !name.isEmpty())
                .orElse("payload");
    }

    /** Name of the parameter that would be sent on; empty when there is none. */
    String payload() {
        return payload;
    }
}
