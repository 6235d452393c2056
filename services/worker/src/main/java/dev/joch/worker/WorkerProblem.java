package dev.joch.worker;

import dev.joch.service.problem.Problem;

import io.grpc.Status;

import java.util.Map;

/** Why a worker does not start. */
public sealed interface WorkerProblem extends Problem {

    /** Its folder cannot be used. */
    record ScratchUnusable(String folder, String why) implements WorkerProblem {
        @Override
        public Status.Code code() {
            return Status.Code.FAILED_PRECONDITION;
        }

        @Override
        public String reason() {
            return "SCRATCH_UNUSABLE";
        }

        @Override
        public String message() {
            return "the worker cannot use its folder "
                    + folder
                    + ": "
                    + why
                    + "; set joch.worker.scratch to one that it may write";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("folder", folder);
        }
    }

    /** A worker in job mode does not know its run. */
    record ExecutionUnnamed(String name) implements WorkerProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "EXECUTION_UNNAMED";
        }

        @Override
        public String message() {
            return "JOCH_EXECUTION_ID is "
                    + name
                    + ", which names no execution; write its name and set JOCH_NAMESPACE, or write"
                    + " namespace/name";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("name", name);
        }
    }
}
