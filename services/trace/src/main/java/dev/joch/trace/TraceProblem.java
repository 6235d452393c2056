package dev.joch.trace;

import dev.joch.service.problem.Problem;

import io.grpc.Status;

import java.util.Map;

/** Why the trace service refuses. */
public sealed interface TraceProblem extends Problem {

    /** There is no such trace. */
    record TraceNotFound(String what) implements TraceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.NOT_FOUND;
        }

        @Override
        public String reason() {
            return "TRACE_NOT_FOUND";
        }

        @Override
        public String message() {
            return "nothing was recorded of "
                    + what
                    + "; spans come a moment after a run has begun, and are kept for the days of"
                    + " the retention";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("what", what);
        }
    }

    /** The page token is not one of this list. */
    record InvalidPageToken() implements TraceProblem {
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

    /** The place is not one of this log, or of these events. */
    record InvalidLogPosition(String from) implements TraceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "INVALID_LOG_POSITION";
        }

        @Override
        public String message() {
            return "that place is not one of this log; begin again without one";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("from", from);
        }
    }

    /** Somebody with a newer lease writes this log. */
    record LogTakenOver(long token, long newest) implements TraceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.FAILED_PRECONDITION;
        }

        @Override
        public String reason() {
            return "LOG_TAKEN_OVER";
        }

        @Override
        public String message() {
            return "a worker with a newer lease writes the log of this execution; stop its program"
                    + " here";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("token", Long.toString(token), "newest", Long.toString(newest));
        }
    }

    /** Chunks came out of order. */
    record LogGap(long expected, long got) implements TraceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.FAILED_PRECONDITION;
        }

        @Override
        public String reason() {
            return "LOG_GAP";
        }

        @Override
        public String message() {
            return "chunk "
                    + got
                    + " came where "
                    + expected
                    + " is next; send all from "
                    + expected
                    + " on again";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("expected", Long.toString(expected), "got", Long.toString(got));
        }
    }

    /** The database went away during the commit. */
    record OutcomeUnknown() implements TraceProblem {
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
            return "the database went away during the commit; send it again, which does no harm";
        }
    }

    /** Whoever acts for a person stays in that person's tenant. */
    record TenantMismatch(String field) implements TraceProblem {
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

    /** Nobody knows who sends these spans. */
    record SenderUnknown() implements TraceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.UNAUTHENTICATED;
        }

        @Override
        public String reason() {
            return "SENDER_UNKNOWN";
        }

        @Override
        public String message() {
            return "spans are taken from running executions only; send the token of JOCH_TOKEN_FILE"
                    + " as authorization: Bearer, and read the file again before it expires";
        }
    }

    /** What came over HTTP is no OTLP. */
    record OtlpUnreadable(String fault) implements TraceProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "OTLP_UNREADABLE";
        }

        @Override
        public String message() {
            return fault
                    + "; send an ExportTraceServiceRequest as application/x-protobuf or"
                    + " application/json to /v1/traces";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("fault", fault);
        }
    }
}
