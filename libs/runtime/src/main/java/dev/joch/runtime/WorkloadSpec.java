package dev.joch.runtime;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is to run.
 *
 * @param name its identity within the installation
 * @param environment all that the program sees, beside {@code PATH}, {@code HOME}, {@code TMPDIR}
 *     and {@code JOCH_RUNTIME_INSTANCE}, which the runtime sets
 * @param labels facts for those who look from outside; {@code joch.dev/} is Joch's own
 */
public record WorkloadSpec(
        String name,
        Program program,
        Map<String, String> environment,
        Limits limits,
        Map<String, String> labels) {

    /** Longest name that every runtime takes with an ordinal behind it. */
    public static final int LONGEST_NAME = 52;

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public WorkloadSpec {
        checkName(name);
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (!VARIABLE.matcher(variable.getKey()).matches()
                    || variable.getValue().indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        variable.getKey() + " is no variable of an environment");
            }
        }
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    public static WorkloadSpec of(String name, Program program) {
        return new WorkloadSpec(name, program, Map.of(), Limits.NONE, Map.of());
    }

    public WorkloadSpec environment(Map<String, String> variables) {
        return new WorkloadSpec(name, program, variables, limits, labels);
    }

    public WorkloadSpec limits(Limits held) {
        return new WorkloadSpec(name, program, environment, held, labels);
    }

    public WorkloadSpec labels(Map<String, String> facts) {
        return new WorkloadSpec(name, program, environment, limits, facts);
    }

    /** A name is a label of DNS, short enough for an ordinal behind it. */
    public static void checkName(String name) {
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    name
                            + " is no name of a workload: small letters, digits and dashes, at most "
                            + LONGEST_NAME);
        }
    }
}
