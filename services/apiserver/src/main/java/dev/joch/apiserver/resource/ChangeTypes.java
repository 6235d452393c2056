package dev.joch.apiserver.resource;

import dev.joch.resourcestore.v1.ChangeType;

/** What happened to a resource, in the words of the API. */
final class ChangeTypes {

    private ChangeTypes() {}

    static String word(ChangeType type) {
        return switch (type) {
            case CHANGE_TYPE_ADDED -> "ADDED";
            case CHANGE_TYPE_MODIFIED -> "MODIFIED";
            case CHANGE_TYPE_DELETED -> "DELETED";
            case CHANGE_TYPE_BOOKMARK -> "BOOKMARK";
            case CHANGE_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalStateException("the store gave no type of change");
        };
    }
}
