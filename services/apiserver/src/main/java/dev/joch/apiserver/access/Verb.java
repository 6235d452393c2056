package dev.joch.apiserver.access;

import java.util.Arrays;
import java.util.Optional;

/** What can be asked of the edge. The word stands in the {@code access} option of an RPC. */
public enum Verb {
    GET("get"),
    LIST("list"),
    WATCH("watch"),
    VALIDATE("validate"),
    DIFF("diff"),
    APPLY("apply"),
    PATCH("patch"),
    DELETE("delete"),
    UPDATE_STATUS("update-status"),
    AUDIT("audit"),
    WHOAMI("whoami"),
    VERSION("version"),
    RUN("run"),
    CANCEL("cancel"),
    APPROVE("approve"),
    PROMOTE("promote"),
    FORCE("force"),
    OVERRIDE("override"),
    /** Ask what policy says of a step. */
    EVALUATE("evaluate"),
    /** Take a rule out of force, or put it back. */
    DISABLE("disable"),
    /** Have a record written anew. */
    REFRESH("refresh");

    private final String word;

    Verb(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<Verb> of(String word) {
        return Arrays.stream(values()).filter(verb -> verb.word.equals(word)).findFirst();
    }
}
