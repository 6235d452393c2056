package dev.joch.admission.rules;

import com.google.protobuf.Value;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.resource.field.FieldPath;
import dev.joch.resource.kind.Nearest;
import dev.joch.resource.v1alpha1.EvalSpec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A threshold that no metric answers, or that no number can be held against, would let everything
 * pass.
 */
final class EvalRule {

    private static final Pattern COMPARISON =
            Pattern.compile("\\s*(?:<=|>=|<|>|==|=)\\s*-?[0-9]{1,15}(?:\\.[0-9]{1,15})?\\s*");

    private EvalRule() {}

    static void check(Draft draft, EvalSpec eval, Findings findings) {
        Map<String, Integer> metrics = new LinkedHashMap<>();
        for (int i = 0; i < eval.getMetricsCount(); i++) {
            String name = eval.getMetrics(i).getName();
            Integer before = metrics.putIfAbsent(name, i);
            if (before != null && !name.isEmpty()) {
                findings.error(
                        draft,
                        Reason.DUPLICATE_ENTRY,
                        "spec.metrics[" + i + "].name",
                        "`" + name + "` is the name of spec.metrics[" + before + "] already",
                        "give each metric a name of its own");
            }
        }
        FieldPath thresholds = FieldPath.parse("spec.thresholds");
        eval.getThresholdsMap()
                .forEach((metric, value) -> {
                    String field = thresholds.name(metric).toString();
                    known(draft, metrics, metric, field, findings);
                    comparable(draft, value, field, findings);
                });
    }

    private static void known(
            Draft draft,
            Map<String, Integer> metrics,
            String metric,
            String field,
            Findings findings) {
        if (!metrics.containsKey(metric)) {
            findings.error(
                    draft,
                    Reason.UNKNOWN_METRIC,
                    field,
                    "this Eval has no metric `" + Words.shortened(metric) + "`",
                    Words.didYouMean(Nearest.to(metric, metrics.keySet()))
                            + "name one of spec.metrics, or add it there");
        }
    }

    private static void comparable(Draft draft, Value value, String field, Findings findings) {
        boolean fine =
                switch (value.getKindCase()) {
                    case NUMBER_VALUE -> true;
                    case STRING_VALUE -> COMPARISON.matcher(value.getStringValue()).matches();
                    case BOOL_VALUE, STRUCT_VALUE, LIST_VALUE, NULL_VALUE, KIND_NOT_SET -> false;
                };
        if (!fine) {
            findings.error(
                    draft,
                    Reason.INVALID_THRESHOLD,
                    field,
                    "a score cannot be compared with this",
                    "write a number, or a text with operator: \"<0.40\", \">=0.9\"");
        }
    }
}
