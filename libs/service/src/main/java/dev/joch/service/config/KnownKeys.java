package dev.joch.service.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys that the services of this process know. A key whose default is empty text opens a group:
 * everything below it is known ({@code joch.mesh.peers} holds one key per peer).
 */
public final class KnownKeys {

    private final Set<String> keys = new TreeSet<>();
    private final Set<String> groups = new TreeSet<>();

    public KnownKeys(Collection<Map<String, Object>> defaults) {
        for (Map<String, Object> file : defaults) {
            file.forEach((key, value) -> {
                keys.add(key);
                if (value instanceof String text && text.isEmpty()) {
                    groups.add(key + ".");
                }
            });
        }
    }

    /** Refuses keys under {@code joch.} that nobody reads. */
    public void check(String source, Collection<String> given) {
        List<String> unknown = given.stream().filter(key -> !knows(key)).sorted().toList();
        if (!unknown.isEmpty()) {
            String first = unknown.getFirst();
            throw new UnknownKey(source, unknown, nearest(first));
        }
    }

    private boolean knows(String key) {
        return !key.startsWith("joch.")
                || keys.contains(key)
                || groups.stream().anyMatch(key::startsWith);
    }

    private String nearest(String key) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String known : keys) {
            int distance = distance(key, known);
            if (distance < least) {
                least = distance;
                best = known;
            }
        }
        return best;
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + cost);
                diagonal = above;
            }
        }
        return row[b.length()];
    }

    /** Configuration that nobody would have read. */
    public static final class UnknownKey extends RuntimeException {

        private static final long serialVersionUID = 1;

        UnknownKey(String source, List<String> keys, String nearest) {
            super(
                    source
                            + ": unknown configuration key "
                            + String.join(", ", keys)
                            + (nearest.isEmpty() ? "" : "; did you mean " + nearest + "?"));
        }
    }
}
