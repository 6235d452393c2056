package dev.joch.resource.field;

/** A selector or a path that cannot be read: where it goes wrong, and what would be right. */
public final class InvalidSelectorException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_QUOTE = 200;

    private final int position;
    private final String problem;
    private final String fix;

    InvalidSelectorException(String text, int position, String problem, String fix) {
        super("\"%s\" at %d: %s; %s".formatted(shortened(text), position, problem, fix));
        this.position = position;
        this.problem = problem;
        this.fix = fix;
    }

    /**
     * Index of the first character that is wrong, from 0; the length of the text when something is
     * missing at its end.
     */
    public int position() {
        return position;
    }

    /** What is wrong. */
    public String problem() {
        return problem;
    }

    /** What would be right. */
    public String fix() {
        return fix;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    }
}
