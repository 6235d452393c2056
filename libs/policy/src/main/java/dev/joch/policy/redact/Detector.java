package dev.joch.policy.redact;

import java.util.List;

/** Finds one sort of thing in a text; takes time linear in its length. */
public interface Detector {

    /** Word of {@code redactionRules}, e.g. {@code emails}. */
    String word();

    /** Word of {@code data.contains} for all of its group: {@code pii} or {@code secrets}. */
    String group();

    /** Where they are, from left to right, without overlaps. */
    List<Span> find(Passage passage);
}
