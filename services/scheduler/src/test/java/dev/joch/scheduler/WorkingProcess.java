package dev.joch.scheduler;

import dev.joch.resource.v1alpha1.ExecutionRetry;
import dev.joch.scheduler.v1.FollowOrdersRequest;
import dev.joch.scheduler.v1.ForgetRunRequest;
import dev.joch.scheduler.v1.Lease;
import dev.joch.scheduler.v1.LeasedRun;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.testkit.wait.Await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A scheduler with a worker beside it that says what it was answered, or dies on it. */
public final class WorkingProcess {

    static final Map<String, Object> SHORT =
            Map.of(
                    "joch.scheduler.lease.time", "1s",
                    "joch.scheduler.sweep.every", "50ms",
                    "joch.scheduler.submit.claim", "2s");

    private static final Duration SOON = Duration.ofSeconds(60);

    private WorkingProcess() {}

    static dev.joch.resource.v1alpha1.Resource execution(String name) {
        return Runs.execution(
                "ns", name, spec -> spec.setRetry(ExecutionRetry.newBuilder().setMaxAttempts(2)));
    }

    public static void main(String[] arguments) {
        try (SchedulerDesk desk = new SchedulerDesk(arguments[0], SHORT)) {
            for (String name : List.of("a", "b", "c")) {
                desk.submit(execution(name));
                say("submitted " + name);
            }
            Map<String, Lease> leases = new HashMap<>();
            for (LeasedRun leased : desk.lease(Runs.worker("w1", 8), 3, 20_000)) {
                leases.put(leased.getRun().getExecution().getName(), leased.getLease());
            }
            for (String name : List.of("a", "b", "c")) {
                desk.start(leases.getOrDefault(name, Lease.getDefaultInstance()));
                say("started " + name);
            }
            Lease a = leases.getOrDefault("a", Lease.getDefaultInstance());
            Lease b = leases.getOrDefault("b", Lease.getDefaultInstance());
            desk.renew(Runs.worker("w1", 8), a, b);
            desk.finish(a, RunPhase.RUN_PHASE_SUCCEEDED);
            say("succeeded a");
            desk.cancel("b", "enough");
            Lease ordered =
                    desk.workers
                            .followOrders(FollowOrdersRequest.newBuilder().setWorker("w1").build())
                            .next()
                            .getCancel();
            desk.finish(ordered, RunPhase.RUN_PHASE_CANCELLED);
            say("cancelled b");
            LeasedRun again =
                    Await.value(
                            "the silent one is leased again",
                            SOON,
                            () ->
                                    desk.lease(Runs.worker("w2", 8), 1, 500).stream()
                                            .findFirst()
                                            .orElse(null));
            desk.start(again.getLease());
            desk.finish(again.getLease(), RunPhase.RUN_PHASE_SUCCEEDED);
            say("succeeded c");
            desk.submit(execution("d"));
            desk.cancel("d", "enough");
            say("cancelled d");
            desk.scheduler.forgetRun(
                    ForgetRunRequest.newBuilder()
                            .setExecution(Runs.key("ns", "d"))
                            .setUid("uid-d")
                            .build());
            say("forgot d");
            say("done");
        }
        System.exit(0);
    }

    private static void say(String sentence) {
        System.out.println(sentence);
        System.out.flush();
    }
}
