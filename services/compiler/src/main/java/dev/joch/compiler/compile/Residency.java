package dev.joch.compiler.compile;

import java.util.List;
import java.util.Locale;

/** Whether a model's region keeps data where it must stay. */
final class Residency {

    private static final String ON_PREMISES = "on-prem";

    private Residency() {}

    /**
     * A group contains its regions ({@code EU} contains {@code eu-central}); what runs on premises
     * satisfies every group. A model that names no region satisfies none.
     */
    static boolean satisfied(String wanted, List<String> regions) {
        String group = wanted.toLowerCase(Locale.ROOT);
        return regions.stream()
                .map(region -> region.toLowerCase(Locale.ROOT))
                .anyMatch(region ->
                        region.equals(group)
                                || region.startsWith(group + "-")
                                || region.equals(ON_PREMISES));
    }
}
