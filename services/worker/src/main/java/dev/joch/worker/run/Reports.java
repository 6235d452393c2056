package dev.joch.worker.run;

import dev.joch.scheduler.v1.FinishRunRequest;
import dev.joch.scheduler.v1.Lease;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.scheduler.v1.RunReport;

import java.util.Optional;

/** Outcomes in the words of the scheduler. Pure. */
final class Reports {

    private static final int LONGEST_MESSAGE = 4_000;

    private Reports() {}

    /** Empty when there is nothing to be told. */
    static Optional<FinishRunRequest> of(Lease lease, Outcome outcome) {
        FinishRunRequest.Builder request = FinishRunRequest.newBuilder().setLease(lease);
        RunReport.Builder report = request.getReportBuilder();
        switch (outcome) {
            case Outcome.Succeeded succeeded -> {
                request.setOutcome(RunPhase.RUN_PHASE_SUCCEEDED);
                report.setOutput(succeeded.output()).addAllArtifactRefs(succeeded.artifacts());
            }
            case Outcome.Failed failed -> {
                request.setOutcome(RunPhase.RUN_PHASE_FAILED)
                        .setReason(failed.reason().word())
                        .setMessage(shortened(failed.message()));
                report.setExitStatus(failed.exitStatus())
                        .setLogTail(failed.tail())
                        .addAllArtifactRefs(failed.artifacts());
            }
            case Outcome.Cancelled cancelled -> {
                request.setOutcome(RunPhase.RUN_PHASE_CANCELLED)
                        .setReason("Cancelled")
                        .setMessage("the program was stopped because somebody asked for it");
                report.setExitStatus(cancelled.exitStatus()).setLogTail(cancelled.tail());
            }
            case Outcome.Abandoned ignored -> {
                return Optional.empty();
            }
        }
        return Optional.of(request.build());
    }

    /** What is told instead of a report that is refused. */
    static FinishRunRequest refused(Lease lease, String why) {
        return of(
                        lease,
                        Outcome.Failed.before(
                                FailureReason.REPORT_REFUSED,
                                "the scheduler does not take in what came of the run: " + why))
                .orElseThrow();
    }

    /** The exit status of a worker that has this one run. */
    static int exitStatus(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded ignored -> 0;
            case Outcome.Failed failed -> failed.exitStatus() == 0 ? 1 : failed.exitStatus();
            case Outcome.Cancelled cancelled ->
                    cancelled.exitStatus() == 0 ? 1 : cancelled.exitStatus();
            case Outcome.Abandoned ignored -> 1;
        };
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE
                ? message
                : message.substring(0, LONGEST_MESSAGE) + "...";
    }
}
