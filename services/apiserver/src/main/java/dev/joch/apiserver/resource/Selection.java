package dev.joch.apiserver.resource;

import dev.joch.apiserver.access.Grant;
import dev.joch.apiserver.access.Verb;
import dev.joch.common.v1.Caller;
import dev.joch.resource.field.FieldPath;
import dev.joch.resource.field.FieldSelector;
import dev.joch.resource.field.InvalidSelectorException;
import dev.joch.resource.field.LabelSelector;
import dev.joch.resource.kind.Kind;
import dev.joch.resourcestore.v1.Filter;
import dev.joch.service.problem.ProblemException;

import java.util.List;

/**
 * Which resources a list or a watch is about, as the caller said it.
 *
 * @param kinds empty for every kind
 * @param namespace empty for every one that the caller may read
 */
record Selection(List<Kind> kinds, String namespace, String labels, String fields) {

    private static final int LONGEST_SELECTOR = 4096;

    Selection {
        kinds = List.copyOf(kinds);
    }

    /** Reads what the caller said; refuses unknown kinds and broken selectors. */
    static Selection of(String kindWords, String namespace, String labels, String fields) {
        List<Kind> kinds = Words.kinds(kindWords);
        for (Kind kind : kinds) {
            if (!kind.namespaced() && !namespace.isEmpty()) {
                throw new ProblemException(new ResourceProblem.NotNamespaced(kind.kind()));
            }
        }
        requireShort("selector", labels);
        requireShort("fieldSelector", fields);
        try {
            LabelSelector.parse(labels);
        } catch (InvalidSelectorException e) {
            throw invalid("selector", String.valueOf(e.getMessage()));
        }
        try {
            FieldSelector selector = FieldSelector.parse(fields);
            for (Kind kind : kinds) {
                selector.firstUnknownIn(kind).ifPresent(path -> refuse(kind, path));
            }
        } catch (InvalidSelectorException e) {
            throw invalid("fieldSelector", String.valueOf(e.getMessage()));
        }
        return new Selection(kinds, namespace, labels, fields);
    }

    /**
     * The same for the store, narrowed to what the caller may read.
     *
     * @param grants takes what allowed it
     */
    Filter filter(Caller caller, Verb verb, Rights rights, List<Grant> grants) {
        return Filter.newBuilder()
                .setTenant(caller.getTenant())
                .addAllKinds(kinds.stream().map(Kind::kind).toList())
                .addAllNamespaces(rights.readable(caller, verb, kinds, namespace, grants))
                .setLabelSelector(labels)
                .setFieldSelector(fields)
                .build();
    }

    /** What the audit log says was read. */
    String recordedAs() {
        String what =
                kinds.isEmpty() ? "*" : String.join(",", kinds.stream().map(Kind::kind).toList());
        return namespace.isEmpty() ? what + "/*" : what + "/" + namespace + "/*";
    }

    private static void requireShort(String field, String text) {
        if (text.length() > LONGEST_SELECTOR) {
            throw invalid(field, "is longer than " + LONGEST_SELECTOR + " characters");
        }
    }

    private static void refuse(Kind kind, FieldPath path) {
        throw invalid("fieldSelector", "names " + path + ", which no " + kind.kind() + " has");
    }

    private static ProblemException invalid(String field, String why) {
        return new ProblemException(new ResourceProblem.InvalidSelector(field, why));
    }
}
