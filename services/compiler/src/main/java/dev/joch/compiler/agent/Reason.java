package dev.joch.compiler.agent;

/** Why an agent does not compile, or compiles with a doubt. Each has its line in docs/errors.md. */
public enum Reason {
    /** There is no such agent. */
    AGENT_MISSING,
    /** What it refers to is not stored. */
    REFERENCE_MISSING,
    /** Offline: what it refers to is not among the documents. */
    REFERENCE_NOT_IN_BATCH,
    /** A policy that should have a say is not there; nothing runs until it is. */
    POLICY_UNRESOLVED,
    /** A budget that should count is not there. */
    BUDGET_UNRESOLVED,
    /** The Model is there, but of another provider. */
    MODEL_PROVIDER_MISMATCH,
    /** Neither the agent nor its environment names a route. */
    ROUTE_MISSING,
    /** The agent's model policy leaves no candidate of the route. */
    NO_MODEL_LEFT,
    /** The agent's model policy takes the primary out of the route. */
    PRIMARY_NARROWED,
    /** The lists of the environment refuse a candidate. */
    MODEL_DENIED,
    /** The adapter, or a candidate of the route, cannot do what is demanded. */
    CAPABILITY_MISMATCH,
    /** A candidate answers from outside the region that data must stay in. */
    REGION_MISMATCH,
    /** The tool is not for this agent, or not for its namespace. */
    TOOL_NOT_ALLOWED,
    /** Two tools, or two servers, have one name. */
    DUPLICATE_NAME,
    /** A program as MCP server that nobody has allowed. */
    STDIO_NOT_ALLOWED,
    /** The server is in quarantine: its calls are refused now. */
    SERVER_QUARANTINED,
    /** Trust in the server is too low, or it offers other tools than were accepted. */
    SERVER_UNTRUSTED,
    /** The spec of a record cannot be read. */
    WRONG_TYPE
}
