package dev.joch.trace.span;

/** Attributes and events that mean something here. */
public final class Names {

    public static final String EXECUTION = "joch.execution.id";
    public static final String NAMESPACE = "joch.agent.namespace";
    public static final String TENANT = "joch.tenant.id";
    public static final String AGENT = "joch.agent.name";
    public static final String ENVIRONMENT = "joch.environment";
    public static final String SERVICE = "service.name";

    static final String OPERATION = "gen_ai.operation.name";
    static final String HOOK_METHOD = "joch.hook.method";
    static final String HOOK_DECISION = "joch.hook.decision";
    static final String TOOL = "joch.tool.name";
    static final String GENERIC_TOOL = "gen_ai.tool.name";
    static final String MODEL_COST = "joch.modelcall.cost_usd";
    static final String COST = "joch.cost.usd";

    private Names() {}
}
