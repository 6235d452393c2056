package dev.joch.scheduler.store;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.RunPatience;
import dev.joch.scheduler.run.Settlement;
import dev.joch.scheduler.v1.Placement;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.WorkerDescription;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Runs that wait, put there without asking anybody. */
final class Waiting {

    private static final int BATCH = 500;

    static final RunPatience PATIENCE =
            RunPatience.of(
                    Duration.ofSeconds(45),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(2));

    private Waiting() {}

    static List<RunKey> fill(RunStore store, String tenant, String namespace, int count) {
        List<RunKey> keys = new ArrayList<>();
        List<RunCommand> commands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RunKey key = new RunKey(tenant, namespace, "run-%06d".formatted(i));
            keys.add(key);
            commands.add(accept(key, "u-" + namespace + i, run -> run));
            commands.add(settle(key, "u-" + namespace + i, Optional.empty()));
            if (commands.size() >= BATCH) {
                store.commit(commands);
                commands.clear();
            }
        }
        if (!commands.isEmpty()) {
            store.commit(commands);
        }
        return keys;
    }

    static RunCommand accept(RunKey key, String uid, UnaryOperator<Run.Builder> change) {
        Run.Builder draft =
                Run.newBuilder()
                        .setExecution(key.execution())
                        .setUid(uid)
                        .setAgent("agent")
                        .setMaxAttempts(1);
        return new RunCommand.Accept(
                change.apply(draft).build(), ExecutionInput.getDefaultInstance(), "manual");
    }

    /**
     * @param input what the trigger hook wants instead
     */
    static RunCommand settle(RunKey key, String uid, Optional<ExecutionInput> input) {
        return new RunCommand.Settle(
                key,
                uid,
                1,
                new Settlement.Ready(
                        1,
                        "custom-java",
                        "custom",
                        "prod",
                        Placement.newBuilder().setPool("default").build(),
                        "sha256:1",
                        "bill",
                        1,
                        input));
    }

    static RunStore.Ask ask(String worker, int most) {
        return new RunStore.Ask(
                WorkerDescription.newBuilder()
                        .setWorker(worker)
                        .setPool("default")
                        .setCapacity(10_000)
                        .build(),
                most,
                Optional.empty());
    }
}
