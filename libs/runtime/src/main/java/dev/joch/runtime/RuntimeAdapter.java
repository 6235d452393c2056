package dev.joch.runtime;

import dev.joch.service.problem.ProblemException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs jobs and pools of workers somewhere, for one installation of Joch.
 *
 * <p>The contract, which {@code RuntimeAdapterContract} holds every adapter to:
 *
 * <ul>
 *   <li><b>The name decides.</b> Creating what is there already starts nothing and answers {@link
 *       Placed.Found}, whoever created it. The same name with another specification, or a thing of
 *       that name that this installation did not make, is refused with {@link
 *       RuntimeProblem.NameTaken}.
 *   <li><b>A call that failed is repeated.</b> When the runtime does not answer, each method throws
 *       {@link RuntimeProblem.RuntimeAway}, and it is not known whether the call took effect.
 *       Asking again finishes it; it never starts a second one. Nothing has to be opened anew when
 *       the runtime is back.
 *   <li><b>The control plane may die at any line.</b> What runs goes on without it, its output and
 *       its exit status included, and another process with the same installation takes over.
 *   <li><b>A job runs once.</b> Nothing starts it again, however it ended. An instance of a pool
 *       that ended is replaced by the next {@link #scale}; not by itself, since only the caller
 *       knows how fast is too fast.
 *   <li><b>Ended means ended.</b> An instance is reported as ended when its program and what that
 *       started are gone. {@link #delete} leaves no process, file or limit behind.
 *   <li><b>Limits hold or are named.</b> What cannot be limited stands in the {@link Handle}, or
 *       the workload is refused when its limits are mandatory.
 *   <li><b>Nothing grows for ever.</b> Logs are bounded where they are written, and a reader that
 *       does not read holds up neither the program nor the adapter.
 * </ul>
 *
 * <p>Calls return within {@link #DEADLINE} and may be made from any number of threads.
 */
public interface RuntimeAdapter extends AutoCloseable {

    /** Longest time of a call. */
    Duration DEADLINE = Duration.ofSeconds(20);

    /** The word for it in records: {@code local}, {@code docker}, ... */
    String name();

    /** Starts a program that runs once. */
    Placed createJob(WorkloadSpec spec);

    /** Makes a pool and starts its first worker. A pool that is there keeps its number. */
    Placed createWorker(WorkloadSpec spec);

    /**
     * Makes the pool that many: starts what is missing or ended, and ends the last ones above the
     * number as {@link #delete} does.
     *
     * @param grace time that those above the number get to finish
     * @throws ProblemException {@link RuntimeProblem.WorkloadUnknown} when there is no such pool
     */
    Placed scale(String name, int replicas, Duration grace);

    /** How it is now; empty when there is nothing of that name. */
    Optional<WorkloadStatus> status(String name);

    /** All that belongs to this installation, by name, those that are ending included. */
    List<WorkloadStatus> list();

    /**
     * What an instance has written, from the request's place on. It can be read while it runs and
     * after its end, until it is deleted or replaced.
     *
     * @throws ProblemException {@link RuntimeProblem.WorkloadUnknown} when there is no such
     *     instance
     */
    LogStream logs(String name, int ordinal, LogRequest request);

    /**
     * Ends it: SIGTERM now, SIGKILL after the grace to whatever is left. Does not wait: the grace
     * begins with the first call, also if nobody asks again, and no later call prolongs it.
     *
     * @return whether nothing of it is left; also when there never was anything
     */
    boolean delete(String name, Duration grace);

    /**
     * Tells names of workloads that may have changed. A hint that makes the caller look earlier:
     * some changes are told twice and some never.
     */
    Watch watch(Consumer<String> changed);

    /** Stops looking after things here. What runs goes on. */
    @Override
    void close();

    /** Ends a watch. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
