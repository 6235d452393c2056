package dev.joch.admission.rules;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.resource.field.FieldPath;
import dev.joch.resource.v1alpha1.ModelRouteSpec;
import dev.joch.resource.v1alpha1.ModelRouteStrategy;

import java.util.HashMap;
import java.util.Map;

/** A candidate that failed is not asked again: every model stands once in its route. */
final class RouteRule {

    private RouteRule() {}

    static void check(Draft draft, ModelRouteSpec route, Findings findings) {
        ModelRouteStrategy strategy = route.getStrategy();
        FieldPath fallback = FieldPath.parse("spec.strategy.fallback");
        Map<String, String> first = new HashMap<>();
        first.put(strategy.getPrimary(), "spec.strategy.primary");
        for (int i = 0; i < strategy.getFallbackCount(); i++) {
            String model = strategy.getFallback(i);
            String field = fallback.index(i).toString();
            String before = first.putIfAbsent(model, field);
            if (before != null && !model.isEmpty()) {
                findings.error(
                        draft,
                        Reason.DUPLICATE_ENTRY,
                        field,
                        "`" + model + "` is " + before + " already, and is not asked twice",
                        "remove it, or name another model");
            }
        }
    }
}
