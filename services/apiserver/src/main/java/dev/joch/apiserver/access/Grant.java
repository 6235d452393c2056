package dev.joch.apiserver.access;

/**
 * That a call was allowed, and by what.
 *
 * @param rule for the audit log, e.g. {@code rbac:editor@payments:Team/payments}
 */
public record Grant(String rule) {}
