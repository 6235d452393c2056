package dev.joch.resource.text;

/**
 * Why a text was refused or doubted. The names are the stable words of {@code Diagnostic.reason}.
 */
public enum DecodeReason {
    /** A value exists mostly by aliases: it would be far bigger than its text. */
    ALIAS_BOMB,
    /** Fields that exclude each other are set together. */
    CONFLICTING_FIELDS,
    /** A character that no editor shows. */
    CONTROL_CHARACTER,
    DUPLICATE_KEY,
    /** Messages of a conversation log in a document that is applied (a warning). */
    EVENTS_IGNORED,
    /** The kind lives in another group or version than the document says. */
    GROUP_MISMATCH,
    INVALID_UTF8,
    MALFORMED_JSON,
    MALFORMED_YAML,
    MISSING_FIELD,
    NUMBER_OUT_OF_RANGE,
    /** A status in a document of a caller that may not write it (a warning). */
    STATUS_IGNORED,
    TOO_DEEP,
    TOO_LARGE,
    TOO_MANY_DOCUMENTS,
    UNKNOWN_FIELD,
    UNKNOWN_KIND,
    /** A YAML tag that means nothing here. */
    UNKNOWN_TAG,
    WRONG_TYPE
}
