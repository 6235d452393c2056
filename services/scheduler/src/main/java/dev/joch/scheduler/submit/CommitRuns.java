package dev.joch.scheduler.submit;

import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.service.batch.GroupCommit;

import java.time.Duration;

/** What several calls ask of runs goes into one commit. */
public record CommitRuns(GroupCommit<RunCommand, RunDecision> group) implements AutoCloseable {

    /** Waits for the commit that holds this command. */
    public RunDecision one(RunCommand command, Duration patience) {
        return group.submit(command, patience);
    }

    @Override
    public void close() {
        group.close();
    }
}
