package dev.joch.admission.rules;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.resource.field.FieldPath;
import dev.joch.resource.field.LabelSyntax;

import java.nio.charset.StandardCharsets;

/** Labels that selectors can match, annotations that fit. */
public final class LabelRules {

    private static final int MOST_LABELS = 256;
    private static final int MOST_ANNOTATION_BYTES = 256 * 1024;

    private LabelRules() {}

    public static void check(Draft draft, Findings findings) {
        labels(draft, findings);
        annotations(draft, findings);
    }

    private static void labels(Draft draft, Findings findings) {
        FieldPath path = FieldPath.parse("metadata.labels");
        if (draft.metadata().getLabelsCount() > MOST_LABELS) {
            findings.error(
                    draft,
                    Reason.INVALID_LABEL,
                    path.toString(),
                    "there are " + draft.metadata().getLabelsCount() + " labels",
                    "keep at most " + MOST_LABELS + "; what no selector matches is an annotation");
        }
        draft.metadata()
                .getLabelsMap()
                .forEach((key, value) -> {
                    String field = path.name(key).toString();
                    LabelSyntax.problemOfKey(key)
                            .ifPresent(problem ->
                                    findings.error(
                                            draft,
                                            Reason.INVALID_LABEL,
                                            field,
                                            "the key of a label: " + problem,
                                            "for example team or example.com/team"));
                    LabelSyntax.problemOfValue(value)
                            .ifPresent(problem ->
                                    findings.error(
                                            draft,
                                            Reason.INVALID_LABEL,
                                            field,
                                            "the value of a label: " + problem,
                                            "use an annotation for free text"));
                });
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void annotations(Draft draft, Findings findings) {
        FieldPath path = FieldPath.parse("metadata.annotations");
        long bytes = 0;
        for (var annotation : draft.metadata().getAnnotationsMap().entrySet()) {
            bytes += utf8(annotation.getKey()) + utf8(annotation.getValue());
            LabelSyntax.problemOfKey(annotation.getKey())
                    .ifPresent(problem ->
                            findings.error(
                                    draft,
                                    Reason.INVALID_ANNOTATION,
                                    path.name(annotation.getKey()).toString(),
                                    "the key of an annotation: " + problem,
                                    "for example example.com/note"));
        }
        if (bytes > MOST_ANNOTATION_BYTES) {
            findings.error(
                    draft,
                    Reason.INVALID_ANNOTATION,
                    path.toString(),
                    "the annotations take " + bytes + " bytes",
                    "keep all of them together within " + MOST_ANNOTATION_BYTES + " bytes");
        }
    }
}
