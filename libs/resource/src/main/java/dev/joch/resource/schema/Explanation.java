package dev.joch.resource.schema;

import java.util.List;

/**
 * The answer to {@code joch explain}.
 *
 * @param kind kind that was asked about
 * @param group its group
 * @param version its version
 * @param scope {@code Namespaced} or {@code Cluster}
 * @param plural word of the command line
 * @param shortNames shorter words of the command line
 * @param path field that was asked about, e.g. {@code spec.framework}; empty for the kind itself
 * @param field what there is to know about it
 * @param recursive whether the fields are shown as a tree
 */
public record Explanation(
        String kind,
        String group,
        String version,
        String scope,
        String plural,
        List<String> shortNames,
        String path,
        FieldHelp field,
        boolean recursive) {

    public Explanation {
        shortNames = List.copyOf(shortNames);
    }

    /** The answer for people, in lines of at most this many characters where words allow it. */
    public String text(int width) {
        return new ExplanationText(this, width).write();
    }
}
