package dev.joch.apiserver.resource;

import dev.joch.resourcestore.v1.Outcome;

/** What became of a resource, in the words of the API. */
final class Actions {

    private Actions() {}

    static String word(Outcome.Action action) {
        return switch (action) {
            case ACTION_CREATED -> "created";
            case ACTION_CONFIGURED -> "configured";
            case ACTION_UNCHANGED -> "unchanged";
            case ACTION_DELETED -> "deleted";
            case ACTION_DELETING -> "deleting";
            case ACTION_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalStateException("the store gave no action");
        };
    }
}
