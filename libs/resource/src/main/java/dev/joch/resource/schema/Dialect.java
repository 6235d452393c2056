package dev.joch.resource.schema;

/** The language a schema is written in. */
enum Dialect {
    /**
     * Structural schema of a CRD: no references, defaults on created parents, unknown fields only
     * where marked.
     */
    KUBERNETES,
    /** JSON Schema 2020-12: closed objects, shared definitions. */
    JSON_SCHEMA,
    /** Schema objects of OpenAPI 3.1: open to later fields, shared components. */
    OPENAPI
}
