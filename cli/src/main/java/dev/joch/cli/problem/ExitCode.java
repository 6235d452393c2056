package dev.joch.cli.problem;

/** How the process ends. Scripts rely on the numbers. */
public enum ExitCode {
    OK(0),
    /** General error; {@code diff}: there are differences. */
    ERROR(1),
    /** Wrong flag, wrong argument, a manifest that cannot be read: nothing was done. */
    USAGE(2),
    /** Refused by validation or policy. */
    REJECTED(3),
    /** No token, a token that is not accepted, or rights that are missing. */
    AUTHENTICATION(4),
    NOT_FOUND(5),
    /** Somebody else was faster, or a key was used for something else. */
    CONFLICT(6),
    /** A deadline passed, or {@code wait} was not met. */
    TIMEOUT(7),
    /** No answer from the server: safe to repeat. */
    UNAVAILABLE(8),
    /** Quota, budget or rate limit. */
    EXHAUSTED(9),
    /**
     * Everything went well but the run that was waited for: it failed, or somebody cancelled it.
     */
    RUN_FAILED(10),
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** What an answer of the server means for the process. */
    public static ExitCode ofStatus(int status, String reason) {
        return switch (status) {
            case 400, 413, 422 -> REJECTED;
            case 401 -> AUTHENTICATION;
            case 403 -> isVerdict(reason) ? REJECTED : AUTHENTICATION;
            case 404 -> NOT_FOUND;
            case 409, 410, 412, 428 -> isVerdict(reason) ? REJECTED : CONFLICT;
            case 408, 504 -> TIMEOUT;
            case 429 -> EXHAUSTED;
            case 502, 503 -> UNAVAILABLE;
            default -> ERROR;
        };
    }

    /** A refusal because of a rule somebody wrote, not because of who asks. */
    private static boolean isVerdict(String reason) {
        return switch (reason) {
            case "POLICY_DENIED", "APPROVAL_DENIED", "PROMOTION_FAILED", "CAPABILITY_MISMATCH" ->
                    true;
            default -> false;
        };
    }
}
