package dev.joch.runtime.local;

import dev.joch.runtime.Program;
import dev.joch.runtime.WorkloadSpec;
import dev.joch.service.id.Ids;
import dev.joch.service.problem.ProblemException;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;

/** A control plane that starts and ends things until it is killed. */
final class LocalChaos {

    private static final int NAMES = 5;

    private LocalChaos() {}

    /** Folder, seed. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        Random random = new Random(Long.parseLong(arguments[1]));
        LocalRuntime runtime =
                LocalRuntime.open(
                        TestedLocal.config(folder, "test"),
                        new Ids(InstantSource.system()),
                        InstantSource.system());
        System.out.println("at work");
        while (true) {
            String name = Integer.toString(random.nextInt(NAMES));
            Duration grace = Duration.ofMillis(random.nextInt(400));
            switch (random.nextInt(6)) {
                case 0, 1 -> runtime.createJob(spec("job-" + name, folder));
                case 2 -> runtime.createWorker(spec("pool-" + name, folder));
                case 3 -> runtime.delete("job-" + name, grace);
                case 4 -> runtime.delete("pool-" + name, grace);
                default -> scale(runtime, "pool-" + name, random.nextInt(4), grace);
            }
        }
    }

    private static void scale(LocalRuntime runtime, String pool, int number, Duration grace) {
        try {
            runtime.scale(pool, number, grace);
        } catch (ProblemException unknown) {
            if (!unknown.problem().reason().equals("RUNTIME_WORKLOAD_UNKNOWN")) {
                throw unknown;
            }
        }
    }

    private static WorkloadSpec spec(String name, Path folder) {
        return WorkloadSpec.of(
                        name,
                        Program.command(
                                "sh",
                                "-c",
                                "echo $JOCH_RUNTIME_INSTANCE >>\"$STARTS\"; sleep 0.4; sleep 30 & wait"))
                .environment(Map.of("STARTS", folder.resolve("starts").toString()));
    }
}
