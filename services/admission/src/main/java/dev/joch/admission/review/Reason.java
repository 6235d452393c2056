package dev.joch.admission.review;

/** Why admission objects. Stable words; the README of the service explains each. */
public enum Reason {
    /** The name cannot be used for this kind. */
    INVALID_NAME,
    /** The name or namespace belongs to Joch itself. */
    RESERVED_NAME,
    /** A cluster-scoped kind came with a namespace. */
    NAMESPACE_NOT_ALLOWED,
    /** A label's key or value breaks the syntax or is too long. */
    INVALID_LABEL,
    /** An annotation's key breaks the syntax, or all of them are too large. */
    INVALID_ANNOTATION,
    /** Joch writes this kind itself. */
    INTERNAL_KIND,
    /** There is no such kind. */
    UNKNOWN_KIND,
    /** The kind lives in another group or version than the document says. */
    GROUP_MISMATCH,
    /** The spec is of another kind, or cannot be read. */
    WRONG_TYPE,
    /** A field that the contract does not know. */
    UNKNOWN_FIELD,
    /** A status came along; the server writes it. */
    STATUS_IGNORED,
    /** The document has no spec. */
    SPEC_MISSING,
    /** A field that must be there is not. */
    REQUIRED,
    /** A value is not one of the allowed words. */
    NOT_ALLOWED,
    /** A value breaks a limit of the contract. */
    INVALID_VALUE,
    /** A list names the same thing twice. */
    DUPLICATE_ENTRY,
    /** A threshold is for a metric that is not measured. */
    UNKNOWN_METRIC,
    /** A threshold is neither a number nor a comparison. */
    INVALID_THRESHOLD,
    /** Shares add up to more than the whole. */
    ALLOCATION_EXCEEDED,
    /** A schedule is no cron expression, or never fires. */
    INVALID_SCHEDULE,
    /** A secret that whoever refers to it cannot use. */
    SECRET_UNUSABLE,
    /** Fields that make no sense together. */
    CONFLICTING_FIELDS,
    /** A program as MCP server that nobody has allowed. */
    STDIO_NOT_ALLOWED,
    /** A condition is no CEL, or does not fit the types of its facts. */
    INVALID_EXPRESSION,
    /** A rule asks for a fact that does not exist. */
    UNKNOWN_FACT,
    /** No hook knows all the facts that a rule asks for. */
    RULE_NEVER_MATCHES,
    /** The label {@code env} names an environment that nobody has described. */
    ENVIRONMENT_UNKNOWN,
    /** Two documents of the batch describe one resource. */
    DUPLICATE_RESOURCE,
    /** Nobody is named who answers for it. */
    OWNER_MISSING,
    /** What it refers to is neither stored nor in the batch. */
    REFERENCE_MISSING,
    /** Offline: what it refers to is not in the batch, and nothing else can be seen. */
    REFERENCE_NOT_IN_BATCH,
    /** A reference that may be missing is missing; what needs it is refused until it is there. */
    REFERENCE_UNRESOLVED,
    /** The Model is there, but of another provider. */
    MODEL_PROVIDER_MISMATCH,
    /** A document refers to more than the store keeps track of. */
    TOO_MANY_REFERENCES,
    /** Resources refer to one another in a circle. */
    REFERENCE_CYCLE,
    /** The way through stored resources is longer than a review follows. */
    REFERENCE_TOO_DEEP,
    /** The document names another tenant. */
    CROSS_TENANT,
    /** Policy or environment says no. */
    PREFLIGHT_DENIED,
    /** There are more problems than an answer lists. */
    TOO_MANY_PROBLEMS
}
