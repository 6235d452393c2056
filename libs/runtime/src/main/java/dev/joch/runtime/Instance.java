package dev.joch.runtime;

import java.time.Instant;

/**
 * One running program of a workload.
 *
 * @param ordinal its place, from 0
 * @param id different for every start; what runs sees it as {@code JOCH_RUNTIME_INSTANCE}
 * @param created when it was asked for
 */
public record Instance(int ordinal, String id, Instant created, State state) {}
