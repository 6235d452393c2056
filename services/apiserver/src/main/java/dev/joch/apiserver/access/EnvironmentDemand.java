package dev.joch.apiserver.access;

/**
 * What an environment asks of those who change things in it.
 *
 * @param applyRole role needed to apply, patch or promote; empty for no more than usual
 * @param deleteRole role needed to delete; empty for no more than usual
 */
record EnvironmentDemand(String environment, String applyRole, String deleteRole) {}
