package dev.joch.resource.field;

import dev.joch.resource.v1alpha1.EnvironmentModels;

import java.util.List;
import java.util.Optional;

/**
 * Decides on a model by the lists of an environment. Denied wins; without lists everything is
 * allowed.
 */
public final class ModelLists {

    private ModelLists() {}

    /** The rule that refuses the model, as a path in the Environment. */
    public static Optional<String> refusal(EnvironmentModels lists, String model) {
        for (int i = 0; i < lists.getDeniedCount(); i++) {
            if (matches(lists.getDenied(i), model)) {
                return Optional.of("spec.models.denied[" + i + "] (" + lists.getDenied(i) + ")");
            }
        }
        List<String> providers = lists.getAllowedProvidersList();
        if (lists.getAllowedCount() == 0 && providers.isEmpty()) {
            return Optional.empty();
        }
        boolean allowed =
                lists.getAllowedList().stream().anyMatch(pattern -> matches(pattern, model))
                        || providers.contains(model.substring(0, Math.max(0, model.indexOf(':'))));
        if (allowed) {
            return Optional.empty();
        }
        return Optional.of(
                lists.getAllowedCount() == 0
                        ? "spec.models.allowedProviders " + providers
                        : "spec.models.allowed " + lists.getAllowedList());
    }

    /**
     * {@code *} stands for any text. No backtracking beyond the last star: no pattern makes it
     * slow.
     */
    public static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
