package dev.joch.worker.run;

import dev.joch.scheduler.v1.IssueIdentityResponse;
import dev.joch.scheduler.v1.Run;
import dev.joch.worker.launch.Launch;
import dev.joch.worker.launch.Launchers;
import dev.joch.worker.lease.HeldRun;
import dev.joch.worker.lease.Scheduler;
import dev.joch.worker.log.LogReader;
import dev.joch.worker.log.RunLog;
import dev.joch.worker.process.AgentProcess;
import dev.joch.worker.run.Manifests.Known;
import dev.joch.worker.run.RunSpans.Traced;
import dev.joch.worker.run.Supervise.Ended;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** What happens between the word that a run begins and the knowledge of how it ended. */
final class Attempt {

    /** What is in the pipes is read in no time, once nobody writes to them. */
    private static final Duration LAST_LINES = Duration.ofSeconds(5);

    private final Scheduler scheduler;
    private final AskScheduler ask;
    private final Launchers launchers;
    private final StartProgram start;
    private final Supervise supervise;
    private final CollectRun collect;
    private final InstantSource clock;
    private final Manifests manifests = new Manifests();
    private final long memoryBytes;

    Attempt(
            Scheduler scheduler,
            AskScheduler ask,
            Launchers launchers,
            StartProgram start,
            Supervise supervise,
            CollectRun collect,
            long memoryBytes,
            InstantSource clock) {
        this.scheduler = scheduler;
        this.ask = ask;
        this.launchers = launchers;
        this.start = start;
        this.supervise = supervise;
        this.collect = collect;
        this.memoryBytes = memoryBytes;
        this.clock = clock;
    }

    Outcome of(HeldRun held, Run run, RunFolder folder, RunLog log, Traced traced)
            throws InterruptedException {
        try {
            OptionalLong deadline =
                    held.remainingMillis() == 0
                            ? OptionalLong.empty()
                            : OptionalLong.of(
                                    held.sinceNanos()
                                            + TimeUnit.MILLISECONDS.toNanos(
                                                    held.remainingMillis()));
            Known manifest =
                    ask.ask(
                            held,
                            "the manifest",
                            () ->
                                    manifests.of(
                                            run.getManifestDigest(),
                                            () -> scheduler.manifest(held.lease())));
            return switch (launchers.plan(manifest.spec().getFramework(), memoryBytes)) {
                case Launch.NoAdapter none ->
                        Outcome.Failed.before(FailureReason.ADAPTER_MISSING, none.message());
                case Launch.Unstartable not ->
                        Outcome.Failed.before(FailureReason.START_FAILED, not.message());
                case Launch.Ready ready ->
                        program(held, run, folder, log, traced, manifest, ready, deadline);
            };
        } catch (RunEnds e) {
            return e.outcome();
        } catch (IOException e) {
            return Outcome.Failed.before(
                    FailureReason.START_FAILED, "the program cannot be started: " + e.getMessage());
        }
    }

    private Outcome program(
            HeldRun held,
            Run run,
            RunFolder folder,
            RunLog log,
            Traced traced,
            Known manifest,
            Launch.Ready ready,
            OptionalLong deadline)
            throws IOException, InterruptedException {
        IssueIdentityResponse issued =
                ask.ask(held, "the identity", () -> scheduler.identity(held.lease()));
        try (RunIdentity identity = RunIdentity.keep(scheduler, held, folder, clock, issued)) {
            String traceparent = traced.agent(manifest.spec());
            AskScheduler.stillOurs(held);
            try (AgentProcess program =
                    start.start(run, manifest, ready, folder, identity, traceparent)) {
                LogReader out = LogReader.start(RunLog.STDOUT, program.stdout(), log);
                LogReader err = LogReader.start(RunLog.STDERR, program.stderr(), log);
                Ended ended = supervise.watch(held, program, deadline);
                traced.agentEnded(ended.exitStatus());
                boolean read = out.awaitEnd(LAST_LINES) && err.awaitEnd(LAST_LINES);
                if (!read) {
                    log.say("the last lines of the program were not read in time");
                }
                return collect.collect(run, folder, ended, log.tail(), ready.outOfMemory());
            }
        }
    }
}
