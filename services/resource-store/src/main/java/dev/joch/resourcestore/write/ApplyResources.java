package dev.joch.resourcestore.write;

import dev.joch.resourcestore.catalogue.Change;
import dev.joch.resourcestore.rules.GroupPlan;
import dev.joch.resourcestore.rules.WriteAnswer;
import dev.joch.resourcestore.rules.WriteCommand;
import dev.joch.resourcestore.store.ResourceStore;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.resourcestore.v1.WriteResponse;
import dev.joch.service.batch.GroupCommit;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Commits requests, many at a time. */
public final class ApplyResources implements AutoCloseable {

    private static final int KILOBYTE = 1024;

    private final ResourceStore store;
    private final CommittedChanges committed;
    private final GroupCommit<WriteCommand, WriteAnswer> group;
    private final Semaphore kilobytes;
    private final int mostKilobytes;

    /** Who wants to know what was committed, as soon as it is. */
    @FunctionalInterface
    public interface CommittedChanges {
        /**
         * @param base newest revision before these changes
         */
        void add(long base, List<Change> changes);
    }

    /**
     * @param maxKilobytes most text in requests that wait or are being committed
     */
    public ApplyResources(
            ResourceStore store,
            CommittedChanges committed,
            int maxWaiting,
            int maxGroup,
            int maxKilobytes) {
        this.store = store;
        this.committed = committed;
        this.mostKilobytes = maxKilobytes;
        this.kilobytes = new Semaphore(maxKilobytes);
        this.group = new GroupCommit<>("resource-store", maxWaiting, maxGroup, this::commit);
    }

    /** Waits for the commit that holds the request. */
    public WriteResponse write(WriteRequest request, Duration patience) {
        WriteCommand command = WriteProtos.command(request);
        int weight = Math.min(mostKilobytes, 1 + request.getSerializedSize() / KILOBYTE);
        acquire(weight, patience);
        try {
            return switch (group.submit(command, patience)) {
                case WriteAnswer.Accepted accepted -> accepted.response();
                case WriteAnswer.Refused refused -> throw new ProblemException(refused.problem());
            };
        } finally {
            kilobytes.release(weight);
        }
    }

    private void acquire(int weight, Duration patience) {
        try {
            if (!kilobytes.tryAcquire(weight, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ProblemException(
                        new ServiceProblem.Overloaded("resource-store", mostKilobytes));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(new ServiceProblem.DeadlineExceeded("resource-store"), e);
        }
    }

    private List<WriteAnswer> commit(List<WriteCommand> commands) {
        GroupPlan plan = store.write(commands);
        Failpoint.STORE_ANSWER_BEFORE.hit();
        if (!plan.changes().isEmpty()) {
            committed.add(plan.base(), plan.changes());
        }
        Failpoint.STORE_ANSWER_AFTER.hit();
        return plan.answers();
    }

    /** Takes no more, finishes what was taken. */
    @Override
    public void close() {
        group.close();
    }
}
