package dev.joch.agent;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** Joch answered a call with a refusal, or not at all. */
public final class CallFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String reason;

    CallFailed(String message, int status, String reason, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.reason = reason;
    }

    /** Of an answer that is a problem document, or of one that is none. */
    static CallFailed of(String call, int status, String body) {
        Map<String, @Nullable Object> problem;
        try {
            problem = Json.readObject(body);
        } catch (IllegalArgumentException e) {
            problem = Map.of();
        }
        String detail = Json.text(problem, "detail");
        return new CallFailed(
                call + " was refused: " + (detail.isEmpty() ? "status " + status : detail),
                status,
                Json.text(problem, "reason"),
                null);
    }

    /** HTTP status; 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** Stable word of the refusal, e.g. {@code POLICY_DENIED}; empty when there is none. */
    public String reason() {
        return reason;
    }
}
