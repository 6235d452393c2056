package dev.joch.policy.export;

import org.jspecify.annotations.Nullable;

/** Ends the translation of one rule; becomes a {@link Refusal}. */
final class UntranslatableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String fix;
    private final int line;
    private final int column;

    UntranslatableException(String message, String fix) {
        this(message, fix, 0, 0);
    }

    UntranslatableException(String message, String fix, int line, int column) {
        super(message, (@Nullable Throwable) null);
        this.fix = fix;
        this.line = line;
        this.column = column;
    }

    Refusal at(String field) {
        String where = line == 0 ? "" : "line " + line + ", column " + column + ": ";
        return new Refusal(field, where + getMessage(), fix, line, column);
    }
}
