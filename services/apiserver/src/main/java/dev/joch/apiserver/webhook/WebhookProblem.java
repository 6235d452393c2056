package dev.joch.apiserver.webhook;

import dev.joch.service.problem.Problem;

import io.grpc.Status;

/** Why a request of a webhook starts nothing. */
public sealed interface WebhookProblem extends Problem {

    /** One answer to everything that is not proven, whatever it is. */
    record Refused() implements WebhookProblem {
        @Override
        public Status.Code code() {
            return Status.Code.UNAUTHENTICATED;
        }

        @Override
        public String reason() {
            return "WEBHOOK_REFUSED";
        }

        @Override
        public String message() {
            return "the request is not signed as a webhook of this address has to be; check the"
                    + " address, the secret, the clock, and the headers webhook-id,"
                    + " webhook-timestamp and webhook-signature";
        }
    }

    record TooLarge(int most) implements WebhookProblem {
        @Override
        public Status.Code code() {
            return Status.Code.INVALID_ARGUMENT;
        }

        @Override
        public String reason() {
            return "BODY_TOO_LARGE";
        }

        @Override
        public String message() {
            return "the body of a webhook's request holds at most "
                    + most
                    + " bytes; send an address instead of what is there";
        }
    }

    /** Said to who has proven that the trigger is theirs. */
    record Suspended(String trigger) implements WebhookProblem {
        @Override
        public Status.Code code() {
            return Status.Code.FAILED_PRECONDITION;
        }

        @Override
        public String reason() {
            return "TRIGGER_SUSPENDED";
        }

        @Override
        public String message() {
            return "the trigger "
                    + trigger
                    + " is suspended; send the request again when its agent says otherwise";
        }
    }
}
