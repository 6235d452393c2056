package dev.joch.scheduler.submit;

import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.service.batch.GroupCommit;

import java.time.Duration;

/** What several calls ask of runs goes into one commit. */
public record CommitTogether(GroupCommit<RunCommand, RunDecision> group)
        implements CommitRuns, AutoCloseable {

    @Override
    public RunDecision one(RunCommand command, Duration patience) {
        return group.submit(command, patience);
    }

    @Override
    public void close() {
        group.close();
    }
}
