package dev.joch.controllermanager;

import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which controllers a process runs.
 *
 * @param kinds that it looks at
 * @param consumer name of the group of processes that share this work
 */
record ControllerGroups(Set<String> kinds, String consumer) {

    private static final String ALL = "controller-manager";

    ControllerGroups {
        kinds = Set.copyOf(kinds);
    }

    /**
     * @param text {@code all}, or words for kinds with commas: {@code agents,policies}
     */
    static ControllerGroups named(String text, Set<String> known) {
        if (text.strip().equals("all")) {
            return new ControllerGroups(known, ALL);
        }
        Set<String> kinds = new TreeSet<>();
        List<String> unknown = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            Kinds.find(word.strip())
                    .map(Kind::kind)
                    .filter(known::contains)
                    .ifPresentOrElse(kinds::add, () -> unknown.add("\"" + word.strip() + "\""));
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "--controllers (joch.controller-manager.controllers): there is no controller "
                            + String.join(", ", unknown)
                            + "; write all, or some of "
                            + names(known)
                            + " with commas between them");
        }
        return kinds.equals(known)
                ? new ControllerGroups(known, ALL)
                : new ControllerGroups(
                        kinds, ALL + "-" + String.join("-", kinds).toLowerCase(Locale.ROOT));
    }

    private static String names(Set<String> known) {
        return known.stream()
                .map(kind -> Kinds.kind(kind).plural())
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
