package dev.joch.resource.text;

/** A limit was passed and reported; reading on would serve nobody but an attacker. */
final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean wholeRequest;

    private Stopped(boolean wholeRequest) {
        super("a limit was passed", null, false, false);
        this.wholeRequest = wholeRequest;
    }

    static Stopped document() {
        return new Stopped(false);
    }

    static Stopped request() {
        return new Stopped(true);
    }

    /** Whether the rest of the request is not read either. */
    boolean wholeRequest() {
        return wholeRequest;
    }
}
