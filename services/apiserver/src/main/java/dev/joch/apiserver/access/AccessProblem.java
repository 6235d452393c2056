package dev.joch.apiserver.access;

import dev.joch.service.problem.Problem;

import io.grpc.Status;

import java.util.Map;

/** Why a caller is not let in. No message repeats the token or says whether a resource exists. */
public sealed interface AccessProblem extends Problem {

    /** A refusal because it is not known who calls. */
    sealed interface NotAuthenticated extends AccessProblem {
        @Override
        default Status.Code code() {
            return Status.Code.UNAUTHENTICATED;
        }
    }

    /** No token, or one that nobody issued. */
    record Unauthenticated(String why) implements NotAuthenticated {
        @Override
        public String reason() {
            return "UNAUTHENTICATED";
        }

        @Override
        public String message() {
            return why
                    + "; send `authorization: Bearer <token>` (`joch context` shows which token is"
                    + " used)";
        }
    }

    record TokenExpired(String at) implements NotAuthenticated {
        @Override
        public String reason() {
            return "TOKEN_EXPIRED";
        }

        @Override
        public String message() {
            return "the token expired at " + at + "; get a new one from the identity provider";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("expiredAt", at);
        }
    }

    /** Valid in the future only: a clock is wrong here or there. */
    record TokenNotYetValid(String from) implements NotAuthenticated {
        @Override
        public String reason() {
            return "TOKEN_NOT_YET_VALID";
        }

        @Override
        public String message() {
            return "the token is valid from "
                    + from
                    + " on; check the clocks of this server and of the issuer";
        }
    }

    /** The signature does not fit the keys of its issuer. */
    record TokenForged() implements NotAuthenticated {
        @Override
        public String reason() {
            return "TOKEN_FORGED";
        }

        @Override
        public String message() {
            return "the signature of the token is not its issuer's; get a new one from the identity"
                    + " provider";
        }
    }

    record TokenIssuerUnknown() implements NotAuthenticated {
        @Override
        public String reason() {
            return "TOKEN_ISSUER_UNKNOWN";
        }

        @Override
        public String message() {
            return "this server does not take tokens of that issuer; ask its operator which one"
                    + " joch.apiserver.auth.oidc.issuer names";
        }
    }

    record TokenAudience(String expected) implements NotAuthenticated {
        @Override
        public String reason() {
            return "TOKEN_AUDIENCE";
        }

        @Override
        public String message() {
            return "the token was issued for somebody else; ask the identity provider for the"
                    + " audience "
                    + expected;
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("audience", expected);
        }
    }

    record TokenMalformed(String why) implements NotAuthenticated {
        @Override
        public String reason() {
            return "TOKEN_MALFORMED";
        }

        @Override
        public String message() {
            return "the token cannot be read: " + why + "; send it exactly as it was issued";
        }
    }

    /** Whether the token is good cannot be found out now. */
    record IdentityProviderUnavailable() implements AccessProblem {
        @Override
        public Status.Code code() {
            return Status.Code.UNAVAILABLE;
        }

        @Override
        public String reason() {
            return "IDENTITY_PROVIDER_UNAVAILABLE";
        }

        @Override
        public String message() {
            return "the identity provider does not answer, so the token cannot be checked; try"
                    + " again shortly";
        }
    }

    /** Rights are not known yet: the store was not reached since the start. */
    record RightsUnavailable() implements AccessProblem {
        @Override
        public Status.Code code() {
            return Status.Code.UNAVAILABLE;
        }

        @Override
        public String reason() {
            return "RIGHTS_UNAVAILABLE";
        }

        @Override
        public String message() {
            return "the server has not read the teams yet; try again shortly";
        }
    }

    /**
     * Known, but not allowed.
     *
     * @param place namespace, or {@code *} for what lives in none
     * @param needs what would allow it, in words
     */
    record Forbidden(String subject, String verb, String kind, String place, String needs)
            implements AccessProblem {
        @Override
        public Status.Code code() {
            return Status.Code.PERMISSION_DENIED;
        }

        @Override
        public String reason() {
            return "FORBIDDEN";
        }

        @Override
        public String message() {
            String where = place.equals("*") ? "outside of namespaces" : "in namespace " + place;
            String what = kind.isEmpty() ? verb : verb + " " + kind;
            return subject + " may not " + what + " " + where + "; " + needs;
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("verb", verb, "kind", kind, "namespace", place, "needs", needs);
        }
    }
}
