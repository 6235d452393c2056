package dev.joch.policy.rule;

/**
 * Something that is wrong with a policy, or doubtful.
 *
 * @param sort what sort of fault it is
 * @param field e.g. {@code spec.rules[2].expression}
 * @param message what is wrong
 * @param fix what would be right
 * @param line in the expression, from 1; 0 outside of expressions
 * @param column in that line, from 1; 0 outside of expressions
 */
public record PolicyFinding(
        Sort sort, String field, String message, String fix, int line, int column) {

    /** Sorts of faults. */
    public enum Sort {
        /** A fact that does not exist. */
        UNKNOWN_FACT("UNKNOWN_FACT"),
        /** A value that the fact cannot have, or of another type. */
        BAD_VALUE("INVALID_VALUE"),
        /** An expression that cannot be read or does not fit its types. */
        BAD_EXPRESSION("INVALID_EXPRESSION"),
        /** A detector that does not exist. */
        NO_DETECTOR("NOT_ALLOWED"),
        /** It can never match. */
        NEVER_MATCHES("RULE_NEVER_MATCHES");

        private final String reason;

        Sort(String reason) {
            this.reason = reason;
        }

        /** As diagnostics name it. */
        public String reason() {
            return reason;
        }
    }

    static PolicyFinding at(Sort sort, String field, String message, String fix) {
        return new PolicyFinding(sort, field, message, fix, 0, 0);
    }

    /** Something to think about; everything else is an error. */
    public boolean warning() {
        return sort == Sort.NEVER_MATCHES;
    }

    /** In an expression; the message begins with the place there. */
    static PolicyFinding in(
            Sort sort, String field, String message, String fix, int line, int column) {
        String where = line == 0 ? "" : "line " + line + ", column " + column + ": ";
        return new PolicyFinding(sort, field, where + message, fix, line, column);
    }
}
