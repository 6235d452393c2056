package dev.joch.scheduler.store;

import dev.joch.events.Events;
import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.RunPatience;
import dev.joch.scheduler.run.Settlement;
import dev.joch.scheduler.v1.Placement;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.id.Ids;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs that wait, put there without asking anybody. */
final class Waiting {

    private static final int BATCH = 500;

    private Waiting() {}

    static PostgresRunStore open(String jdbc) {
        InstantSource clock = InstantSource.system();
        Ids ids = new Ids(clock);
        return PostgresRunStore.open(
                new DatabaseConfig(jdbc, "", "", 4, false),
                Duration.ofHours(1),
                new Events("scheduler", ids, clock),
                ids,
                RunPatience.of(
                        Duration.ofSeconds(45),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(2)));
    }

    static List<RunKey> fill(RunStore store, String tenant, String namespace, int count) {
        List<RunKey> keys = new ArrayList<>();
        List<RunCommand> commands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RunKey key = new RunKey(tenant, namespace, "run-%06d".formatted(i));
            keys.add(key);
            commands.add(
                    new RunCommand.Accept(
                            Run.newBuilder()
                                    .setExecution(key.execution())
                                    .setUid("u-" + namespace + i)
                                    .setAgent("agent")
                                    .setMaxAttempts(1)
                                    .build(),
                            ExecutionInput.getDefaultInstance(),
                            "manual"));
            commands.add(
                    new RunCommand.Settle(
                            key,
                            "u-" + namespace + i,
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
                                    Optional.empty())));
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
