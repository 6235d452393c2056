package dev.joch.service.identity;

import dev.joch.service.problem.Problem;

import io.grpc.Status;

import java.util.Map;

/** Why a caller is not believed to be a service or a run of ours. */
public sealed interface IdentityProblem extends Problem {

    /** Each a reason of its own: an operator who mends a setup must see which it was. */
    enum Cause {
        SERVICE_TOKEN_MISSING(
                "no service token came with the call; does the peer run split with"
                        + " joch.mesh.identity?"),
        SERVICE_TOKEN_MALFORMED("the service token is none"),
        SERVICE_TOKEN_ALGORITHM("the service token is not signed by Ed25519"),
        SERVICE_UNKNOWN("the service is not known here; put its public key into the trust folder"),
        SERVICE_TOKEN_FORGED(
                "the service token is not signed by a key of that service; did its key change?"),
        SERVICE_TOKEN_EXPIRED("the service token expired; check the clocks of both machines"),
        SERVICE_TOKEN_NOT_YET_VALID(
                "the service token is of the future; check the clocks of both machines"),
        SERVICE_TOKEN_AUDIENCE(
                "the service token is for another service; check joch.mesh.peers of the peer");

        private final String sentence;

        Cause(String sentence) {
            this.sentence = sentence;
        }
    }

    /** The token does not prove anything. */
    record PeerRefused(Cause cause) implements IdentityProblem {
        @Override
        public Status.Code code() {
            return Status.Code.UNAUTHENTICATED;
        }

        @Override
        public String reason() {
            return cause.name();
        }

        @Override
        public String message() {
            return cause.sentence;
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of();
        }
    }

    /** Why the token of a run proves nothing. */
    enum RunCause {
        RUN_TOKEN_MALFORMED("the token of the run is none; send the one in JOCH_TOKEN_FILE"),
        RUN_TOKEN_ALGORITHM("the token of the run is not signed by Ed25519"),
        RUN_TOKEN_FORGED("the token of the run is not signed by the scheduler"),
        RUN_TOKEN_EXPIRED("the token of the run expired; read JOCH_TOKEN_FILE again"),
        RUN_TOKEN_NOT_YET_VALID(
                "the token of the run is of the future; check the clocks of both machines"),
        RUN_TOKEN_AUDIENCE("the token of the run is for another audience");

        private final String sentence;

        RunCause(String sentence) {
            this.sentence = sentence;
        }
    }

    /** Whoever calls the data plane is no run of ours. */
    record RunRefused(RunCause cause) implements IdentityProblem {
        @Override
        public Status.Code code() {
            return Status.Code.UNAUTHENTICATED;
        }

        @Override
        public String reason() {
            return cause.name();
        }

        @Override
        public String message() {
            return cause.sentence;
        }
    }
}
