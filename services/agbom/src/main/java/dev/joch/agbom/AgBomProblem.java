package dev.joch.agbom;

import dev.joch.service.problem.Problem;

import io.grpc.Status;

import java.util.Map;

/** Why there is no bill. */
public sealed interface AgBomProblem extends Problem {

    /** The store knows no such agent. */
    record AgentNotFound(String agent) implements AgBomProblem {
        @Override
        public Status.Code code() {
            return Status.Code.NOT_FOUND;
        }

        @Override
        public String reason() {
            return "AGENT_NOT_FOUND";
        }

        @Override
        public String message() {
            return "there is no agent " + agent + "; its old bills can still be read";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("agent", agent);
        }
    }

    /** The agent's record says that no bill is kept. */
    record AgBomDisabled(String agent) implements AgBomProblem {
        @Override
        public Status.Code code() {
            return Status.Code.FAILED_PRECONDITION;
        }

        @Override
        public String reason() {
            return "AGBOM_DISABLED";
        }

        @Override
        public String message() {
            return agent + " keeps no bill of materials; set spec.observability.agbom to `enabled`";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("agent", agent);
        }
    }

    /** Somebody else wrote generations faster than this call could. */
    record BillContended(String agent) implements AgBomProblem {
        @Override
        public Status.Code code() {
            return Status.Code.ABORTED;
        }

        @Override
        public String reason() {
            return "BILL_CONTENDED";
        }

        @Override
        public String message() {
            return "what "
                    + agent
                    + " is made of changed again and again while its bill was written; try again";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("agent", agent);
        }
    }

    /** No bill, or not that generation of it. */
    record BillNotFound(String agent, long generation) implements AgBomProblem {
        @Override
        public Status.Code code() {
            return Status.Code.NOT_FOUND;
        }

        @Override
        public String reason() {
            return "BILL_NOT_FOUND";
        }

        @Override
        public String message() {
            return generation == 0
                    ? "there is no bill of " + agent + " yet; refresh it"
                    : "the bill of " + agent + " has no generation " + generation;
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("agent", agent, "generation", Long.toString(generation));
        }
    }

    /** The generation is there, not in that format, or not signed. */
    record DocumentNotWritten(String agent, long generation, String format, boolean signed)
            implements AgBomProblem {
        @Override
        public Status.Code code() {
            return Status.Code.NOT_FOUND;
        }

        @Override
        public String reason() {
            return "DOCUMENT_NOT_WRITTEN";
        }

        @Override
        public String message() {
            return "generation "
                    + generation
                    + " of "
                    + agent
                    + " was not written "
                    + (signed ? "signed " : "")
                    + "as "
                    + format
                    + "; name it in an AgBOM of the agent ("
                    + (signed ? "spec.signing" : "spec.formats")
                    + ") and refresh the bill";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of(
                    "agent",
                    agent,
                    "generation",
                    Long.toString(generation),
                    "format",
                    format,
                    "signed",
                    Boolean.toString(signed));
        }
    }

    /** The store, or the replica of it that answered, has not come that far. */
    record StoreBehind(long wanted, long seen) implements AgBomProblem {
        @Override
        public Status.Code code() {
            return Status.Code.UNAVAILABLE;
        }

        @Override
        public String reason() {
            return "STORE_BEHIND";
        }

        @Override
        public String message() {
            return "the store answers as of revision "
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

    /** An AgBOM asks for signatures, and this installation has no key. */
    record SigningKeyMissing(String agent) implements AgBomProblem {
        @Override
        public Status.Code code() {
            return Status.Code.FAILED_PRECONDITION;
        }

        @Override
        public String reason() {
            return "SIGNING_KEY_MISSING";
        }

        @Override
        public String message() {
            return "the bill of "
                    + agent
                    + " is to be signed and there is no key; set joch.agbom.signing.key-file";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("agent", agent);
        }
    }
}
