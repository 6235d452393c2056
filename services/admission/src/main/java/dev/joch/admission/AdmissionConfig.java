package dev.joch.admission;

/**
 * What an installation decides about admission.
 *
 * @param requireOwner whether agents need a label {@code owner} or {@code team}
 * @param defaultEnvironment environment of resources without a label {@code env}
 * @param policyEngine whether a policy engine is asked
 */
public record AdmissionConfig(
        boolean requireOwner, String defaultEnvironment, boolean policyEngine) {

    public AdmissionConfig {
        if (defaultEnvironment.isBlank()) {
            throw new IllegalArgumentException("joch.admission.default-environment must name one");
        }
    }

    /** What holds where nothing is configured, as on a laptop and offline. */
    public static AdmissionConfig standard() {
        return new AdmissionConfig(true, "dev", false);
    }
}
