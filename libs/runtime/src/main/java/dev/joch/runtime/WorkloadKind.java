package dev.joch.runtime;

/** Whether it ends by itself. */
public enum WorkloadKind {
    JOB,
    POOL
}
