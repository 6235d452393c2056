package dev.joch.runtime.docker;

import java.time.Instant;
import java.util.Optional;

/**
 * What a container is, as its name says it.
 *
 * @param ordinal place in a pool; empty of a job and of a template
 * @param endsAt when it gets its SIGKILL; empty of what is wanted
 */
record ContainerName(String workload, Optional<Integer> ordinal, Optional<Instant> endsAt) {

    private static final String ENDING = "ending";

    static String prefix(String installation) {
        return "joch." + installation + ".";
    }

    static String head(String installation, String workload) {
        return prefix(installation) + workload;
    }

    static String worker(String installation, String workload, int ordinal) {
        return head(installation, workload) + "." + ordinal;
    }

    /** The name of a container that ends; the id keeps it apart from others of its place. */
    static String ending(String name, Instant deadline, String id) {
        return name + "." + ENDING + "." + deadline.toEpochMilli() + "." + id.substring(0, 12);
    }

    /** Empty for a name that is none of ours. */
    static Optional<ContainerName> parse(String installation, String name) {
        String plain = name.startsWith("/") ? name.substring(1) : name;
        if (!plain.startsWith(prefix(installation))) {
            return Optional.empty();
        }
        String[] words = plain.substring(prefix(installation).length()).split("\\.", -1);
        try {
            int next = 1;
            Optional<Integer> ordinal = Optional.empty();
            if (words.length > next && !words[next].equals(ENDING)) {
                ordinal = Optional.of(Integer.valueOf(words[next++]));
            }
            Optional<Instant> endsAt = Optional.empty();
            if (words.length > next) {
                if (words.length != next + 3 || !words[next].equals(ENDING)) {
                    return Optional.empty();
                }
                endsAt = Optional.of(Instant.ofEpochMilli(Long.parseLong(words[next + 1])));
            }
            return Optional.of(new ContainerName(words[0], ordinal, endsAt));
        } catch (NumberFormatException foreign) {
            return Optional.empty();
        }
    }
}
