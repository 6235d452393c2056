/**
 * Where workers run: one contract, and an adapter for each runtime that keeps it.
 *
 * <p>Always true: what an adapter started is found by its name, by every process of the control
 * plane and after any restart of it; so asking twice starts one. An adapter keeps no truth in
 * memory: it asks the runtime, or reads what lies beside the process. A name belongs to one
 * installation; what others started is never touched.
 *
 * <p>Why so small: a job, a pool with a number, logs, a status and an end are what Kubernetes,
 * Nomad and serverless platforms have in common with a plain process. What only some have (machines
 * to choose, images) travels in the specification and is refused where it cannot be had.
 */
@NullMarked
package dev.joch.runtime;

import org.jspecify.annotations.NullMarked;
