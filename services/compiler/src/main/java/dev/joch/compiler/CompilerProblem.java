package dev.joch.compiler;

import dev.joch.service.problem.Problem;

import io.grpc.Status;

import java.util.Map;

/** Why the compiler refuses. */
public sealed interface CompilerProblem extends Problem {

    /** There is no such manifest. */
    record ManifestNotFound(String agent) implements CompilerProblem {
        @Override
        public Status.Code code() {
            return Status.Code.NOT_FOUND;
        }

        @Override
        public String reason() {
            return "MANIFEST_NOT_FOUND";
        }

        @Override
        public String message() {
            return "agent "
                    + agent
                    + " has no such manifest; joch describe agent tells why when it does not"
                    + " compile";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("agent", agent);
        }
    }

    /** The compiler has not seen that state of the catalogue yet. */
    record ViewBehind(long wanted, long seen) implements CompilerProblem {
        @Override
        public Status.Code code() {
            return Status.Code.UNAVAILABLE;
        }

        @Override
        public String reason() {
            return "VIEW_BEHIND";
        }

        @Override
        public String message() {
            return "the compiler has read the store up to revision "
                    + seen
                    + ", and "
                    + wanted
                    + " is asked for; try again shortly";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("wanted", Long.toString(wanted), "seen", Long.toString(seen));
        }
    }

    /** The database went away during the commit. */
    record OutcomeUnknown() implements CompilerProblem {
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
            return "the database went away during the commit; compile again, which does no harm";
        }
    }

    /** The page token is not one of this list. */
    record InvalidPageToken() implements CompilerProblem {
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
    record TenantMismatch(String field) implements CompilerProblem {
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
