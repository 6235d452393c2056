package dev.joch.worker.run;

import dev.joch.scheduler.v1.Run;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.worker.lease.StopCause;
import dev.joch.worker.run.Supervise.Ended;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** Makes an outcome of how a program ended and of what it left. */
final class CollectRun {

    private static final int SIGNALLED = 128;
    private static final int HIGHEST_SIGNAL = 64;

    private final Artifacts artifacts;
    private final RunSettings settings;
    private final long memoryBytes;

    CollectRun(Artifacts artifacts, RunSettings settings, long memoryBytes) {
        this.artifacts = artifacts;
        this.settings = settings;
        this.memoryBytes = memoryBytes;
    }

    /**
     * @param tail last lines of the log
     * @param outOfMemory what such lines say when memory ran out
     */
    Outcome collect(Run run, RunFolder folder, Ended ended, String tail, List<String> outOfMemory) {
        Failpoint.WORKER_COLLECT_BEFORE.hit();
        @Nullable StopCause cause = ended.cause();
        Outcome outcome =
                cause == null
                        ? byItself(run, folder, ended.exitStatus(), tail, outOfMemory)
                        : stopped(cause, ended.exitStatus(), tail);
        Failpoint.WORKER_COLLECT_AFTER.hit();
        return outcome;
    }

    private Outcome stopped(StopCause cause, int status, String tail) {
        return switch (cause) {
            case LEASE_LOST, WORKER_STOPS -> new Outcome.Abandoned();
            case CANCELLED -> new Outcome.Cancelled(status, tail);
            case DEADLINE ->
                    failed(
                            FailureReason.DEADLINE_EXCEEDED,
                            "the run took longer than it may; give it more with spec.timeout",
                            status,
                            tail);
            case LOG_FLOOD ->
                    failed(
                            FailureReason.LOG_FLOOD,
                            "the program wrote more than "
                                    + settings.log().mostBytes()
                                    + " bytes of log",
                            status,
                            tail);
            case OUT_OF_MEMORY -> outOfMemory(status, tail);
            case TOO_MANY_PROCESSES ->
                    failed(
                            FailureReason.TOO_MANY_PROCESSES,
                            "the program started more processes than it may have at once",
                            status,
                            tail);
        };
    }

    private Outcome outOfMemory(int status, String tail) {
        return failed(
                FailureReason.OUT_OF_MEMORY,
                memoryBytes == 0
                        ? "the program ran out of memory"
                        : "the program needed more than its " + memoryBytes + " bytes of memory",
                status,
                tail);
    }

    private Outcome byItself(
            Run run, RunFolder folder, int status, String tail, List<String> outOfMemory) {
        if (status == 0) {
            return output(run, folder, tail);
        }
        if (outOfMemory.stream().anyMatch(tail::contains)) {
            return outOfMemory(status, tail);
        }
        String own = OutputDocument.error(folder.output(), settings.outputBytes());
        return failed(
                FailureReason.AGENT_EXITED, own.isEmpty() ? sentence(status) : own, status, tail);
    }

    private static String sentence(int status) {
        int signal = status - SIGNALLED;
        return signal > 0 && signal <= HIGHEST_SIGNAL
                ? "the program was ended by signal " + signal
                : "the program ended with status " + status;
    }

    private Outcome output(Run run, RunFolder folder, String tail) {
        return switch (OutputDocument.read(folder.output(), settings.outputBytes())) {
            case OutputDocument.Invalid invalid ->
                    failed(FailureReason.OUTPUT_INVALID, invalid.message(), 0, tail);
            case OutputDocument.TooLarge large ->
                    failed(FailureReason.OUTPUT_TOO_LARGE, large.message(), 0, tail);
            case OutputDocument.Output output -> artifacts(run, folder, output, tail);
        };
    }

    private Outcome artifacts(
            Run run, RunFolder folder, OutputDocument.Output output, String tail) {
        try {
            return switch (artifacts.keep(
                    run.getExecution(), folder.artifacts(), output.artifacts())) {
                case Artifacts.Taken taken ->
                        new Outcome.Succeeded(output.output(), taken.addresses());
                case Artifacts.TooLarge large ->
                        failed(FailureReason.ARTIFACTS_TOO_LARGE, large.message(), 0, tail);
                case Artifacts.Unknown unknown ->
                        failed(
                                FailureReason.OUTPUT_INVALID,
                                "the output lists the artifact "
                                        + unknown.name()
                                        + ", which is not in JOCH_ARTIFACT_DIR",
                                0,
                                tail);
            };
        } catch (IOException e) {
            return failed(
                    FailureReason.OUTPUT_INVALID,
                    "the artifacts cannot be kept: " + e.getMessage(),
                    0,
                    tail);
        }
    }

    private static Outcome failed(FailureReason reason, String message, int status, String tail) {
        return new Outcome.Failed(reason, message, status, tail, List.of());
    }
}
