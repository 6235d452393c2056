package dev.joch.runtime;

import dev.joch.service.problem.Problem;

import io.grpc.Status;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Why something does not run. */
public sealed interface RuntimeProblem extends Problem {

    /** The runtime does not answer. */
    record RuntimeAway(String runtime, String why) implements RuntimeProblem {
        @Override
        public Status.Code code() {
            return Status.Code.UNAVAILABLE;
        }

        @Override
        public String reason() {
            return "RUNTIME_AWAY";
        }

        @Override
        public String message() {
            return "the runtime "
                    + runtime
                    + " does not answer ("
                    + why
                    + "); start it, or correct its address, and this goes on by itself";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("runtime", runtime);
        }
    }

    /** There is no such image. */
    record UnknownImage(String runtime, String image) implements RuntimeProblem {
        @Override
        public Status.Code code() {
            return Status.Code.FAILED_PRECONDITION;
        }

        @Override
        public String reason() {
            return "RUNTIME_IMAGE_UNKNOWN";
        }

        @Override
        public String message() {
            return image.isEmpty()
                    ? "the runtime "
                            + runtime
                            + " runs images and none is named; set spec.runtime.workerImage"
                    : "the runtime "
                            + runtime
                            + " has no image "
                            + image
                            + "; build or load it there, or correct spec.runtime.workerImage";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("runtime", runtime, "image", image);
        }
    }

    /** The program is not there or may not be run. */
    record UnknownProgram(String runtime, String program) implements RuntimeProblem {
        @Override
        public Status.Code code() {
            return Status.Code.FAILED_PRECONDITION;
        }

        @Override
        public String reason() {
            return "RUNTIME_PROGRAM_UNKNOWN";
        }

        @Override
        public String message() {
            return "the runtime "
                    + runtime
                    + " has no program "
                    + program
                    + " that may be run; install it there, or correct the command";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("runtime", runtime, "program", program);
        }
    }

    /** Limits that are mandatory cannot be held. */
    record LimitsNotPossible(String runtime, Set<Limit> limits) implements RuntimeProblem {
        public LimitsNotPossible {
            limits = Set.copyOf(limits);
        }

        @Override
        public Status.Code code() {
            return Status.Code.FAILED_PRECONDITION;
        }

        @Override
        public String reason() {
            return "RUNTIME_LIMITS_IMPOSSIBLE";
        }

        @Override
        public String message() {
            return "the runtime "
                    + runtime
                    + " cannot limit "
                    + words()
                    + " here; let it write to a cgroup v2, use another runtime, or do without that"
                    + " limit";
        }

        private String words() {
            return String.join(
                    ", ",
                    new TreeSet<>(limits)
                            .stream()
                                    .map(limit ->
                                            switch (limit) {
                                                case CPU -> "cpu";
                                                case MEMORY -> "memory";
                                                case PIDS -> "processes";
                                            })
                                    .toList());
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("runtime", runtime, "limits", words());
        }
    }

    /** The name belongs to something else. */
    record NameTaken(String runtime, String name, String by) implements RuntimeProblem {
        @Override
        public Status.Code code() {
            return Status.Code.ALREADY_EXISTS;
        }

        @Override
        public String reason() {
            return "RUNTIME_NAME_TAKEN";
        }

        @Override
        public String message() {
            return name
                    + " is taken on the runtime "
                    + runtime
                    + " by "
                    + by
                    + "; end that, or choose another name";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("runtime", runtime, "name", name);
        }
    }

    /** There is no such workload or instance. */
    record WorkloadUnknown(String runtime, String name) implements RuntimeProblem {
        @Override
        public Status.Code code() {
            return Status.Code.NOT_FOUND;
        }

        @Override
        public String reason() {
            return "RUNTIME_WORKLOAD_UNKNOWN";
        }

        @Override
        public String message() {
            return "the runtime "
                    + runtime
                    + " runs no "
                    + name
                    + "; look what it runs, or create it";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("runtime", runtime, "name", name);
        }
    }
}
