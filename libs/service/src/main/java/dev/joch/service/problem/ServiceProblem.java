package dev.joch.service.problem;

import io.grpc.Status;

import java.util.Map;

/** What any service may have to answer, whatever it does. */
public sealed interface ServiceProblem extends Problem {

    /** We broke our own rules. The log has the cause under the same request id. */
    record Internal() implements ServiceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INTERNAL;
        }

        @Override
        public String reason() {
            return "INTERNAL";
        }

        @Override
        public String message() {
            return "the server failed; report the request id with the server's log";
        }
    }

    /** A peer or a database does not answer. */
    record Unavailable(String what) implements ServiceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.UNAVAILABLE;
        }

        @Override
        public String reason() {
            return "UNAVAILABLE";
        }

        @Override
        public String message() {
            return what + " does not answer; try again shortly";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("what", what);
        }
    }

    /** The queue is full: an answer now is better than one that comes too late. */
    record Overloaded(String queue, int limit) implements ServiceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.RESOURCE_EXHAUSTED;
        }

        @Override
        public String reason() {
            return "OVERLOADED";
        }

        @Override
        public String message() {
            return "too many requests wait for " + queue + "; try again shortly";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("queue", queue, "limit", Integer.toString(limit));
        }
    }

    /** The time the caller gave was over first. Whether the request took effect is not known. */
    record DeadlineExceeded(String what) implements ServiceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.DEADLINE_EXCEEDED;
        }

        @Override
        public String reason() {
            return "DEADLINE_EXCEEDED";
        }

        @Override
        public String message() {
            return what + " took longer than the caller waits; look before you repeat it";
        }
    }

    /** Calls between services say how long they wait. */
    record DeadlineMissing(String call) implements ServiceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "DEADLINE_MISSING";
        }

        @Override
        public String message() {
            return call + " came without a deadline; set one of at most 30 seconds";
        }
    }

    /** A message breaks the limits of its proto file. */
    record InvalidRequest(String field, String rule) implements ServiceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "INVALID_ARGUMENT";
        }

        @Override
        public String message() {
            return field + ": " + rule;
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("field", field);
        }
    }

    /** The database loses acknowledged writes by its settings. */
    record UnsafeDatabase(String setting, String value) implements ServiceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.FAILED_PRECONDITION;
        }

        @Override
        public String reason() {
            return "UNSAFE_DATABASE";
        }

        @Override
        public String message() {
            return "the database has "
                    + setting
                    + "="
                    + value
                    + " and would lose acknowledged writes; switch it on, or set"
                    + " joch.database.allow-unsafe for a throw-away installation";
        }
    }
}
