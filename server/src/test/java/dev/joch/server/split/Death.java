package dev.joch.server.split;

/**
 * One death.
 *
 * @param member who
 * @param cause the failpoint, or SIGKILL
 * @param at in nanoseconds, on the clock of the history that it is part of
 */
public record Death(String member, String cause, long at) {}
