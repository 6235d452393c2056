package dev.joch.worker.run;

/** A run that ends before its program, on the way up to whoever tells it. */
final class RunEnds extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Outcome outcome;

    RunEnds(Outcome outcome) {
        super(outcome.toString(), null, false, false);
        this.outcome = outcome;
    }

    Outcome outcome() {
        return outcome;
    }
}
