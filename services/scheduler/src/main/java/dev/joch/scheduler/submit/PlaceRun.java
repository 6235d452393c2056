package dev.joch.scheduler.submit;

import dev.joch.catalogue.run.RunModes;
import dev.joch.resource.v1alpha1.EnvironmentRuntime;
import dev.joch.scheduler.v1.Placement;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a run goes: as it says itself, then as the deployment of its agent says, then as the
 * environment does. Pure.
 */
final class PlaceRun {

    private PlaceRun() {}

    /**
     * @param defaultPool where nobody names one
     */
    static Placement complete(
            Placement wanted,
            Optional<Home> deployed,
            EnvironmentRuntime environment,
            String defaultPool) {
        boolean job = mode(wanted, environment).equals(RunModes.JOB);
        return wanted.toBuilder()
                .clearMode()
                .setRuntime(
                        first(
                                wanted.getRuntime(),
                                deployed.map(Home::runtime).orElse(""),
                                environment.getOrchestrator()))
                .setPool(
                        job
                                ? RunModes.JOBS
                                : first(
                                        wanted.getPool(),
                                        deployed.map(Home::pool).orElse(""),
                                        defaultPool))
                .build();
    }

    /** Whoever names a pool wants a worker of it. */
    private static String mode(Placement wanted, EnvironmentRuntime environment) {
        return first(
                wanted.getMode(),
                wanted.getPool().isEmpty() ? environment.getMode() : RunModes.POOL);
    }

    private static String first(String... words) {
        return Stream.of(words).filter(word -> !word.isEmpty()).findFirst().orElse("");
    }
}
