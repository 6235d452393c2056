package dev.joch.agent;

/** The installation has no such service: a call that needs it can never succeed there. */
public final class NotAvailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String service;

    NotAvailable(String service, String variable) {
        super(
                service
                        + " is not part of this installation ("
                        + variable
                        + " is empty); run the agent where it is, or do without");
        this.service = service;
    }

    /** {@code tool gateway}, {@code model router} or {@code trace service}. */
    public String service() {
        return service;
    }
}
