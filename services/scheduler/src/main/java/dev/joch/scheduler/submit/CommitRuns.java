package dev.joch.scheduler.submit;

import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;

import java.time.Duration;

/** Commits what is asked of runs. */
@FunctionalInterface
public interface CommitRuns {

    /** Waits for the commit that holds this command. */
    RunDecision one(RunCommand command, Duration patience);
}
