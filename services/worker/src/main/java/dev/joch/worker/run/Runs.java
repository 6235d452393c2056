package dev.joch.worker.run;

import dev.joch.scheduler.v1.Lease;
import dev.joch.service.id.Ids;
import dev.joch.worker.launch.CodeFolder;
import dev.joch.worker.launch.Launchers;
import dev.joch.worker.lease.RunOne;
import dev.joch.worker.lease.Scheduler;
import dev.joch.worker.log.LogSink;
import dev.joch.worker.process.Cages;

import io.opentelemetry.api.OpenTelemetry;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;

/** Puts together what does runs. */
public final class Runs {

    private final RunSettings settings;
    private final Duration grace;
    private final Urls urls;
    private final Map<String, String> environment;

    /**
     * @param grace between the request to end and the kill
     * @param environment of the worker
     */
    public Runs(RunSettings settings, Duration grace, Urls urls, Map<String, String> environment) {
        this.settings = settings;
        this.grace = grace;
        this.urls = urls;
        this.environment = environment;
    }

    /**
     * What runs need of this machine.
     *
     * @param folders where the folder of each run goes
     */
    public record Machine(
            Launchers launchers, Cages cages, CodeFolder code, Path folders, Artifacts artifacts) {}

    /**
     * @param sinks where the log of a lease goes
     */
    public RunOne on(
            Machine machine,
            Scheduler scheduler,
            Function<Lease, LogSink> sinks,
            OpenTelemetry telemetry,
            InstantSource clock) {
        AskScheduler ask = new AskScheduler(settings.startPatience());
        long memory = machine.cages().limits().memoryBytes();
        String code = machine.code().root().map(Path::toString).orElse("");
        Attempt attempt =
                new Attempt(
                        scheduler,
                        ask,
                        machine.launchers(),
                        new StartProgram(
                                machine.cages(),
                                new AgentVariables(urls, environment, code),
                                new Ids(clock)),
                        new Supervise(grace),
                        new CollectRun(machine.artifacts(), settings, memory),
                        memory,
                        clock);
        return new RunExecution(
                scheduler,
                ask,
                attempt,
                new RunSpans(telemetry),
                settings,
                machine.folders(),
                sinks,
                clock);
    }
}
