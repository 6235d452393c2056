/**
 * Runs in Postgres: load, decide, commit.
 *
 * <p>What several calls ask is committed together: their rows are locked in one order, the rules
 * decide each command on what the one before it left, and runs, queue, leases and events are
 * written in one transaction. One decision about leases is under way at a time, over all replicas.
 */
@NullMarked
package dev.joch.scheduler.store;

import org.jspecify.annotations.NullMarked;
