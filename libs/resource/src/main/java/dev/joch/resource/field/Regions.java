package dev.joch.resource.field;

import java.util.List;
import java.util.Locale;

/** Which regions a group of regions has. Pure. */
public final class Regions {

    /** Fits any group: the data does not leave the house. */
    private static final String ON_PREMISES = "on-prem";

    private Regions() {}

    /** A group contains itself and every region that begins with its name: EU has eu-central. */
    public static boolean inside(String group, List<String> regions) {
        String wanted = group.toLowerCase(Locale.ROOT);
        return regions.stream()
                .map(region -> region.toLowerCase(Locale.ROOT))
                .anyMatch(region ->
                        region.equals(ON_PREMISES)
                                || region.equals(wanted)
                                || region.startsWith(wanted + "-"));
    }
}
