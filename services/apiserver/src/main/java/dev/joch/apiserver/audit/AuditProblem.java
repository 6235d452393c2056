package dev.joch.apiserver.audit;

import dev.joch.service.problem.Problem;

import io.grpc.Status;

import java.util.Map;

/** What can go wrong with the audit log. */
public sealed interface AuditProblem extends Problem {

    /** What cannot be recorded is not done. */
    record AuditUnavailable() implements AuditProblem {
        @Override
        public Status.Code code() {
            return Status.Code.UNAVAILABLE;
        }

        @Override
        public String reason() {
            return "AUDIT_UNAVAILABLE";
        }

        @Override
        public String message() {
            return "the audit log cannot be written, so the call was not answered; look whether a"
                    + " change took effect before repeating it, and check the database of the"
                    + " apiserver";
        }
    }

    /** A page token of another list, or none of ours. */
    record BadPageToken() implements AuditProblem {
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
            return "the page token does not belong to this list; begin again without one";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("field", "page_token");
        }
    }
}
