package dev.joch.agent;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** An agent: input in, output out, everything else through Joch. */
@FunctionalInterface
public interface Agent {

    /** Gives the output, an object; null is an output without members. */
    @Nullable Map<String, ? extends @Nullable Object> run(AgentContext context, JochRuntime joch)
            throws Exception;
}
