/**
 * Workers as processes of this machine.
 *
 * <p>Each instance is a folder. A shell (<code>supervise.sh</code>) that belongs to nobody starts
 * the program in a session of its own and writes pid, output and exit status beside it; the adapter
 * only makes folders, sends signals and reads. So the control plane may die at any line and any
 * other one takes over: there is nothing that it knew alone.
 *
 * <pre>
 * state/
 *   installation             whose folder this is
 *   locks/                   one change of a workload at a time, across processes
 *   workloads/NAME/
 *     spec.json  replicas    what is wanted; both written before anything is started
 *     deleted                no longer wanted; gone when the last instance is
 *     instances/ORDINAL/     id, scratch/, begun/ (pids), log, log.1, exit
 *     ending/ID/             the same after its SIGTERM, with the time of its SIGKILL
 *   new/  trash/             folders appear and disappear whole, by a rename
 * </pre>
 */
@NullMarked
package dev.joch.runtime.local;

import org.jspecify.annotations.NullMarked;
