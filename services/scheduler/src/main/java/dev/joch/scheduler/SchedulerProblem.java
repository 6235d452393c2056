package dev.joch.scheduler;

import dev.joch.service.problem.Problem;

import io.grpc.Status;

import java.util.Map;

/** Why the scheduler refuses. */
public sealed interface SchedulerProblem extends Problem {

    /** There is no such run, or it is another one of that name. */
    record RunNotFound(String run) implements SchedulerProblem {
        @Override
        public Status.Code code() {
            return Status.Code.NOT_FOUND;
        }

        @Override
        public String reason() {
            return "RUN_NOT_FOUND";
        }

        @Override
        public String message() {
            return "no run of " + run + " is known; submit the execution first";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("run", run);
        }
    }

    /** Somebody else has the run now, or nobody. */
    record LeaseLost(String run, long token) implements SchedulerProblem {
        @Override
        public Status.Code code() {
            return Status.Code.ABORTED;
        }

        @Override
        public String reason() {
            return "LEASE_LOST";
        }

        @Override
        public String message() {
            return "lease "
                    + token
                    + " of "
                    + run
                    + " is lost; stop its program and report nothing more of it";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("run", run, "token", Long.toString(token));
        }
    }

    /** The run is over, and not in the way that is told now. */
    record RunEnded(String run, String phase) implements SchedulerProblem {
        @Override
        public Status.Code code() {
            return Status.Code.FAILED_PRECONDITION;
        }

        @Override
        public String reason() {
            return "RUN_ENDED";
        }

        @Override
        public String message() {
            return run + " has ended already: " + phase + "; stop its program";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("run", run, "phase", phase);
        }
    }

    /** The table of phases has no such step. */
    record StepNotAllowed(String run, String from, String to) implements SchedulerProblem {
        @Override
        public Status.Code code() {
            return Status.Code.FAILED_PRECONDITION;
        }

        @Override
        public String reason() {
            return "STEP_NOT_ALLOWED";
        }

        @Override
        public String message() {
            return run + " is " + from + " and cannot become " + to + "; start it first";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("run", run, "from", from, "to", to);
        }
    }

    /** An earlier execution of that name has not ended. */
    record NamesakeRuns(String run) implements SchedulerProblem {
        @Override
        public Status.Code code() {
            return Status.Code.ABORTED;
        }

        @Override
        public String reason() {
            return "NAMESAKE_RUNS";
        }

        @Override
        public String message() {
            return "an earlier execution "
                    + run
                    + " has not ended yet; cancel it, or submit this one again later";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("run", run);
        }
    }

    /** The submission came when its Execution was there no more. */
    record ExecutionGone(String run) implements SchedulerProblem {
        @Override
        public Status.Code code() {
            return Status.Code.NOT_FOUND;
        }

        @Override
        public String reason() {
            return "EXECUTION_GONE";
        }

        @Override
        public String message() {
            return "the execution "
                    + run
                    + " that was submitted is deleted, and there may be another one of its name;"
                    + " read it again, and submit what is there";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("run", run);
        }
    }

    /** As many runs wait as may. */
    record QueueFull(long limit) implements SchedulerProblem {
        @Override
        public Status.Code code() {
            return Status.Code.RESOURCE_EXHAUSTED;
        }

        @Override
        public String reason() {
            return "QUEUE_FULL";
        }

        @Override
        public String message() {
            return limit + " runs wait already; try again later, or add workers";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("limit", Long.toString(limit));
        }
    }

    /** The database went away during the commit. */
    record OutcomeUnknown() implements SchedulerProblem {
        @Override
        public Status.Code code() {
            return Status.Code.UNAVAILABLE;
        }

        @Override
        public String reason() {
            return "OUTCOME_UNKNOWN";
        }

        @Override
        public String message() {
            return "the database went away during the commit; ask again, which does no harm";
        }
    }

    /** The page token is not one of this list. */
    record InvalidPageToken() implements SchedulerProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "INVALID_PAGE_TOKEN";
        }

        @Override
        public String message() {
            return "the page token is not one of this list; begin again without one";
        }
    }

    /** Whoever acts for a person stays in that person's tenant. */
    record TenantMismatch(String field) implements SchedulerProblem {
        @Override
        public Status.Code code() {
            return Status.Code.PERMISSION_DENIED;
        }

        @Override
        public String reason() {
            return "TENANT_MISMATCH";
        }

        @Override
        public String message() {
            return field + " is of another tenant; stay within one";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("field", field);
        }
    }
}
