package dev.joch.compiler;

import dev.joch.service.problem.Problem;

import io.grpc.Status;

import java.util.Map;

/** What the compiler refuses. That an agent does not compile is an answer, no refusal. */
public sealed interface CompilerProblem extends Problem {

    /** No such manifest was kept. */
    record ManifestNotFound(String namespace, String agent) implements CompilerProblem {
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
            return "there is no such manifest of agent "
                    + namespace
                    + "/"
                    + agent
                    + "; an agent has one once it compiled: joch describe agent/"
                    + agent;
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("namespace", namespace, "agent", agent);
        }
    }

    /** The view of the catalogue is behind what the caller has seen. */
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
            return "the compiler has not seen revision "
                    + wanted
                    + " of the catalogue yet, only "
                    + seen
                    + "; try again shortly";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("wanted", Long.toString(wanted), "seen", Long.toString(seen));
        }
    }

    /** A page token that this list did not give. */
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
            return "the page token is not of this list; begin again without one";
        }
    }
}
