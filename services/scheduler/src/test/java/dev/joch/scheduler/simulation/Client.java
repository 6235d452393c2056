package dev.joch.scheduler.simulation;

import com.google.protobuf.Any;

import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.v1.ExplainRunResponse;
import dev.joch.testkit.simulation.World;

import java.time.Duration;

/** Somebody who wants one run, perhaps its end, and now and then to know why it waits. */
final class Client {

    private static final String TENANT = "acme";
    private static final long CALL = 10 * Weather.SECOND;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Plane plane;
    private final World world;
    private final RunKey key;
    private final String uid;
    private final int maxAttempts;
    private final Resource execution;
    private final boolean narrow;
    private boolean submitted;

    Client(Plane plane, int number) {
        this.plane = plane;
        this.world = plane.world();
        Errand errand = Errand.any(world, plane.weather(), number);
        this.key = new RunKey(TENANT, world.chance(0.5) ? "blue" : "green", errand.name());
        this.uid = "uid-" + number;
        this.maxAttempts = 1 + world.pick(3);
        this.narrow = world.chance(0.5);
        ExecutionSpec.Builder spec =
                ExecutionSpec.newBuilder()
                        .setAgentRef(Ref.newBuilder().setName(narrow ? "narrow" : "wide"))
                        .setPriority(world.pick(3))
                        .setTimeout(errand.timeout(world));
        spec.getRetryBuilder().setMaxAttempts(maxAttempts);
        this.execution =
                Resource.newBuilder()
                        .setKind("Execution")
                        .setMetadata(
                                ObjectMeta.newBuilder()
                                        .setTenant(TENANT)
                                        .setNamespace(key.namespace())
                                        .setName(key.name())
                                        .setUid(uid)
                                        .setGeneration(1))
                        .setSpec(Any.pack(spec.build()))
                        .build();
    }

    RunKey key() {
        return key;
    }

    String uid() {
        return uid;
    }

    boolean isNarrow() {
        return narrow;
    }

    boolean isSubmitted() {
        return submitted;
    }

    /** Until somebody says that it is there, as the controller does. */
    void submit() {
        plane.<StoredRun>call(
                replica -> replica.parts().submit().submit(execution, "", PATIENCE),
                CALL,
                reply -> {
                    if (reply instanceof Plane.Reply.Answer<StoredRun>) {
                        world.say(uid, "is acknowledged");
                        submitted = true;
                        plane.journal().accepted(uid, maxAttempts);
                    } else {
                        world.after(
                                world.between(200 * Weather.MILLI, 2 * Weather.SECOND),
                                this::submit);
                    }
                });
    }

    void cancel() {
        plane.call(
                replica ->
                        Attempt.decided(
                                replica.parts()
                                        .commit()
                                        .one(
                                                new RunCommand.Cancel(key, uid, "alice", "enough"),
                                                PATIENCE)),
                CALL,
                reply -> {
                    if (reply instanceof Plane.Reply.Answer<StoredRun>) {
                        world.say(uid, "is to be cancelled");
                    } else {
                        world.after(world.between(Weather.SECOND, CALL), this::cancel);
                    }
                });
    }

    /** Whoever asks why a run waits learns something. */
    void explain() {
        plane.call(
                replica -> replica.parts().explain().explain(key),
                CALL,
                reply -> {
                    if (reply instanceof Plane.Reply.Answer<ExplainRunResponse> answer
                            && answer.value().getRun().getPhaseValue() == 1
                            && answer.value().getObstaclesList().isEmpty()) {
                        plane.journal().broken("no reason", uid, answer.value().toString());
                    }
                });
    }
}
