package dev.joch.policy.redact;

/** A part of a text, from start to before end. */
public record Span(int start, int end) {

    public Span {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("no span: " + start + " to " + end);
        }
    }
}
