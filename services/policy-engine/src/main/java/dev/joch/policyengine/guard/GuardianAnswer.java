package dev.joch.policyengine.guard;

import com.google.protobuf.Value;

/** What a guardian said. */
sealed interface GuardianAnswer {

    /** Nothing against it. */
    record Allow() implements GuardianAnswer {}

    record Deny(String message) implements GuardianAnswer {}

    /** Something else is to be sent on. */
    record Modify(Value payload, String message) implements GuardianAnswer {}

    /** It did not answer, or not in words that are known. */
    record Away(String why) implements GuardianAnswer {}
}
