package dev.joch.admission.review;

/** Why admission objects. Stable words; {@code docs/errors.md} explains each. */
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
    /** The document has no spec. */
    SPEC_MISSING,
    /** A field that must be there is not. */
    REQUIRED,
    /** A value is not one of the allowed words. */
    NOT_ALLOWED,
    /** A value breaks a limit of the contract. */
    INVALID_VALUE,
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
    /** Resources refer to one another in a circle. */
    REFERENCE_CYCLE,
    /** The document names another tenant. */
    CROSS_TENANT,
    /** Policy or environment says no. */
    PREFLIGHT_DENIED
}
