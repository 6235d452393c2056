/**
 * Workers as containers of a Docker engine.
 *
 * <p>The engine is the only memory. A name says what a container is, and since the engine gives a
 * name once, names are also what keeps two control planes from starting the same thing:
 *
 * <pre>
 * joch.INSTALLATION.NAME                      a job, or the template of a pool (never started)
 * joch.INSTALLATION.NAME.ORDINAL              a worker of a pool
 * ....ending.MILLIS.ID                        the same after its SIGTERM, with the time of its SIGKILL
 * </pre>
 *
 * <p>Labels carry the specification, so a pool is scaled by whoever comes next. Everything runs
 * without root, without capabilities, on a root file system that cannot be written.
 */
@NullMarked
package dev.joch.runtime.docker;

import org.jspecify.annotations.NullMarked;
