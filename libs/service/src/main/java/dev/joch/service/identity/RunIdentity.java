package dev.joch.service.identity;

/**
 * Who a run is to the data plane.
 *
 * @param name name of its Execution
 * @param uid of its Execution
 * @param agent name of the agent, in the same namespace
 * @param attempt from 1
 * @param lease fencing token under which it runs
 */
public record RunIdentity(
        String tenant,
        String namespace,
        String name,
        String uid,
        String agent,
        int attempt,
        long lease) {

    private static final String PREFIX = "execution:";

    public RunIdentity {
        if (tenant.isEmpty() || namespace.isEmpty() || name.isEmpty() || uid.isEmpty()) {
            throw new IllegalArgumentException("a run has tenant, namespace, name and uid");
        }
    }

    /** {@code execution:<tenant>/<namespace>/<name>}. */
    public String subject() {
        return PREFIX + tenant + "/" + namespace + "/" + name;
    }

    /** Tenant, namespace and name of a subject; nothing else reads as one. */
    static String[] parts(String subject) {
        String[] parts =
                subject.startsWith(PREFIX)
                        ? subject.substring(PREFIX.length()).split("/", -1)
                        : new String[0];
        if (parts.length != 3) {
            throw new IllegalArgumentException(subject + " names no run");
        }
        return parts;
    }
}
