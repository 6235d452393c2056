package dev.joch.worker.conformance;

/**
 * One thing that was looked at.
 *
 * @param check its name, a sentence
 * @param passed whether it is so
 * @param detail what was seen instead; empty when it passed
 */
public record Line(String check, boolean passed, String detail) {

    static Line passed(String check) {
        return new Line(check, true, "");
    }

    static Line failed(String check, String detail) {
        return new Line(check, false, detail);
    }

    /** For people. */
    public String text() {
        return (passed ? "pass  " : "FAIL  ") + check + (detail.isEmpty() ? "" : ": " + detail);
    }
}
