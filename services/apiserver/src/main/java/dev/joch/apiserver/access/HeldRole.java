package dev.joch.apiserver.access;

/**
 * A role that a caller holds somewhere.
 *
 * @param namespace where; {@code *} is everywhere in the tenant
 * @param source what gave it, for the audit log: {@code Team/payments}
 */
record HeldRole(Role role, String namespace, String source) {

    static final String EVERYWHERE = "*";

    boolean holdsIn(String place) {
        return namespace.equals(EVERYWHERE) || namespace.equals(place);
    }

    boolean everywhere() {
        return namespace.equals(EVERYWHERE);
    }

    /** As {@code WhoAmI} and the audit log print it. */
    String text() {
        return role.word() + "@" + namespace;
    }
}
