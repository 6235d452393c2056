package dev.joch.cli.problem;

import java.util.List;
import java.util.Set;

/** Texts that are not even YAML: a wrong input rather than a rejected one. */
final class Unreadable {
    private static final Set<String> SYNTAX =
            Set.of("INVALID_UTF8", "MALFORMED_JSON", "MALFORMED_YAML");

    private Unreadable() {}

    /** Whether that is all that is wrong. */
    static boolean all(List<Finding> findings) {
        List<Finding> errors = findings.stream().filter(finding -> !finding.warning()).toList();
        return !errors.isEmpty()
                && errors.stream().allMatch(finding -> SYNTAX.contains(finding.reason()));
    }
}
