package dev.joch.scheduler.simulation;

import com.google.protobuf.Any;

import dev.joch.catalogue.run.RunModes;
import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.v1.ExplainRunResponse;
import dev.joch.service.problem.ProblemException;
import dev.joch.testkit.simulation.World;

import java.time.Duration;
import java.util.Optional;

/**
 * Somebody who wants one run, perhaps its end, and now and then to know why it waits; perhaps to
 * have it deleted, and another one of the same name.
 */
final class Client {

    private static final String TENANT = "acme";
    private static final long CALL = 10 * Weather.SECOND;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Plane plane;
    private final World world;
    private final Errand errand;
    private final RunKey key;
    private final String uid;
    private final int maxAttempts;
    private final Resource execution;
    private final boolean narrow;
    private final boolean job;
    private boolean asking;
    private boolean submitted;
    private boolean deleted;
    private boolean forgotten;

    private Client(Plane plane, Errand errand, RunKey key, String uid) {
        this.plane = plane;
        this.world = plane.world();
        this.errand = errand;
        this.key = key;
        this.uid = uid;
        this.maxAttempts = plane.weather().thoughtful() ? 2 + world.pick(2) : 1 + world.pick(3);
        this.narrow = world.chance(plane.weather().thoughtful() ? 0 : 0.5);
        this.job = plane.weather().wantsJob();
        ExecutionSpec.Builder spec =
                ExecutionSpec.newBuilder()
                        .setAgentRef(Ref.newBuilder().setName(narrow ? "narrow" : "wide"))
                        .setPriority(world.pick(3))
                        .setTimeout(errand.timeout(world, plane.weather()));
        spec.getRetryBuilder().setMaxAttempts(maxAttempts);
        if (job) {
            spec.getPlacementBuilder().setMode(RunModes.JOB);
        }
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

    static Client any(Plane plane, int number) {
        World world = plane.world();
        Errand errand = Errand.any(world, plane.weather(), number);
        RunKey key = new RunKey(TENANT, world.chance(0.5) ? "blue" : "green", errand.name());
        return new Client(plane, errand, key, "uid-" + number);
    }

    /** Of an Execution that has the name of this one. */
    Client successor() {
        return new Client(plane, errand, key, uid + "-again");
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

    /** It has a worker of its own. */
    boolean isJob() {
        return job;
    }

    /** How names of its own workers begin. */
    String worker() {
        return "job of " + uid + ", life ";
    }

    boolean isSubmitted() {
        return submitted;
    }

    boolean isDeleted() {
        return deleted;
    }

    /** The scheduler has said so. */
    boolean isForgotten() {
        return forgotten;
    }

    /** Nobody waits for anything any more. */
    boolean isSettled() {
        return deleted
                ? forgotten
                : submitted
                        && plane.store()
                                .find(key)
                                .filter(run -> run.run().getUid().equals(uid))
                                .map(StoredRun::ended)
                                .orElse(true);
    }

    /** Until somebody says that it is there, as the controller does. */
    void submit() {
        if (deleted) {
            return;
        }
        plane.apply(execution);
        asking = true;
        plane.<StoredRun>call(
                replica -> replica.parts().submit().submit(execution, "", PATIENCE),
                CALL,
                reply -> {
                    asking = false;
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
        if (deleted) {
            return;
        }
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

    /**
     * Its Execution is deleted: the controller sees to it that the run is forgotten. It does one
     * thing at a time about a key, though what it has given up may still be on its way.
     *
     * @param then when it is forgotten
     */
    void delete(Runnable then) {
        if (!deleted) {
            world.say(uid, "is deleted");
            plane.delete(key);
            plane.journal().deleted(uid);
        }
        deleted = true;
        if (asking) {
            world.after(200 * Weather.MILLI, () -> delete(then));
            return;
        }
        plane.<Optional<StoredRun>>call(
                replica -> replica.parts().store().find(key),
                CALL,
                reply -> {
                    if (!(reply instanceof Plane.Reply.Answer<Optional<StoredRun>> answer)) {
                        again(then);
                    } else if (answer.value().isEmpty()) {
                        gone(then);
                    } else {
                        forget(answer.value().get().run().getUid(), then);
                    }
                });
    }

    private void forget(String found, Runnable then) {
        plane.<Boolean>call(
                replica ->
                        forgotten(
                                replica.parts()
                                        .commit()
                                        .one(new RunCommand.Forget(key, found), PATIENCE),
                                found),
                CALL,
                reply -> {
                    if (reply instanceof Plane.Reply.Answer<Boolean> answer && answer.value()) {
                        gone(then);
                    } else {
                        again(then);
                    }
                });
    }

    /** As the endpoint answers. */
    private static boolean forgotten(RunDecision decision, String uid) {
        return switch (decision) {
            case RunDecision.Gone ignored -> true;
            case RunDecision.Stay there -> !there.run().run().getUid().equals(uid);
            case RunDecision.Become ignored -> false;
            case RunDecision.Refuse refuse -> throw new ProblemException(refuse.problem());
        };
    }

    private void again(Runnable then) {
        world.after(world.between(200 * Weather.MILLI, 2 * Weather.SECOND), () -> delete(then));
    }

    private void gone(Runnable then) {
        world.say(uid, "is forgotten");
        forgotten = true;
        plane.journal().forgotten(uid);
        if (world.chance(0.3)) {
            // another controller stood still before it asked for the same
            world.after(world.between(0, CALL), this::forgetAgain);
        }
        then.run();
    }

    private void forgetAgain() {
        plane.<Boolean>call(
                replica ->
                        forgotten(
                                replica.parts()
                                        .commit()
                                        .one(new RunCommand.Forget(key, uid), PATIENCE),
                                uid),
                CALL,
                reply -> {
                    if (reply instanceof Plane.Reply.Answer<Boolean> answer && !answer.value()) {
                        plane.journal().broken("not forgotten", uid, "it was forgotten before");
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
