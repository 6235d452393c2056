package dev.joch.policy.rule;

/** What became of a condition. */
public enum Truth {
    TRUE,
    FALSE,
    /** A fact that it needs is not known. */
    MISSING,
    /** It cannot be decided. */
    ERROR;

    static Truth of(boolean is) {
        return is ? TRUE : FALSE;
    }

    /** One that is false decides; then what is missing, then what went wrong. */
    Truth and(Truth other) {
        if (this == FALSE || other == FALSE) {
            return FALSE;
        }
        if (this == MISSING || other == MISSING) {
            return MISSING;
        }
        return this == ERROR || other == ERROR ? ERROR : TRUE;
    }

    /** One that is true decides; then what went wrong, then what is missing. */
    Truth or(Truth other) {
        if (this == TRUE || other == TRUE) {
            return TRUE;
        }
        if (this == ERROR || other == ERROR) {
            return ERROR;
        }
        return this == MISSING || other == MISSING ? MISSING : FALSE;
    }

    Truth not() {
        return switch (this) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            case MISSING, ERROR -> this;
        };
    }
}
