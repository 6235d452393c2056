package dev.joch.scheduler.place;

/**
 * Who takes turns.
 *
 * @param namespace empty for the tenant as a whole
 */
public record Party(String tenant, String namespace) {

    /** All tenants: how far their virtual time has come. */
    public static final Party ALL = new Party("", "");

    /** No namespace is called so. */
    private static final String EVERY = "*";

    public static Party tenant(String tenant) {
        return new Party(tenant, "");
    }

    /** All that take turns with this one. */
    Party level() {
        return namespace.isEmpty() ? ALL : new Party(tenant, EVERY);
    }
}
