package dev.joch.worker.run;

/** Words for why a run failed, as they are in its status. */
public enum FailureReason {
    /** No launcher for the framework of the agent. */
    ADAPTER_MISSING("AdapterMissing"),
    /** The program could not be started. */
    START_FAILED("StartFailed"),
    /** The program said so by its exit status, or a signal ended it. */
    AGENT_EXITED("AgentExited"),
    /** What it wrote as output is no JSON object. */
    OUTPUT_INVALID("OutputInvalid"),
    OUTPUT_TOO_LARGE("OutputTooLarge"),
    /** Its time was over. */
    DEADLINE_EXCEEDED("DeadlineExceeded"),
    OUT_OF_MEMORY("OutOfMemory"),
    TOO_MANY_PROCESSES("TooManyProcesses"),
    LOG_FLOOD("LogFlood"),
    /** Artifacts are more, or larger, than one run may leave. */
    ARTIFACTS_TOO_LARGE("ArtifactsTooLarge"),
    /** The scheduler did not take in what the program returned. */
    REPORT_REFUSED("ReportRefused");

    private final String word;

    FailureReason(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
