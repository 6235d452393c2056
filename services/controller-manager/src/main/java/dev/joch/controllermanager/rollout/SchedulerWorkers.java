package dev.joch.controllermanager.rollout;

import dev.joch.scheduler.v1.ListWorkersRequest;
import dev.joch.scheduler.v1.SchedulerServiceGrpc;
import dev.joch.scheduler.v1.WorkerState;
import dev.joch.service.problem.PeerFailure;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Asks the scheduler which workers it has heard of lately. */
public final class SchedulerWorkers implements HeardWorkers {

    private static final String REVISION = "revision";

    private final Supplier<Channel> scheduler;

    /**
     * @param scheduler asked for when there is a deployment to look at: an installation without
     *     runtimes needs none
     */
    public SchedulerWorkers(Supplier<Channel> scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public Map<String, Integer> byRevision(String tenant) {
        try {
            Map<String, Integer> heard = new HashMap<>();
            for (WorkerState worker :
                    SchedulerServiceGrpc.newBlockingStub(scheduler.get())
                            .listWorkers(ListWorkersRequest.newBuilder().setTenant(tenant).build())
                            .getWorkersList()) {
                String revision = worker.getLabelsOrDefault(REVISION, "");
                if (!revision.isEmpty()) {
                    heard.merge(revision, 1, Integer::sum);
                }
            }
            return heard;
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of("the scheduler", e);
        }
    }
}
