package dev.joch.service.database;

import java.sql.SQLException;
import java.util.Set;

/**
 * What a database refuses for its content, and always will. Whoever writes many rows together finds
 * out by this that the others have nothing to do with it, and that trying again is of no use.
 */
public final class BadRow {

    /** Classes of states: a value that is none, a constraint, more than there is room for. */
    private static final Set<String> BLAME = Set.of("22", "23", "54");

    private static final int LENGTH = 5;

    private BadRow() {}

    /** Whether the failure, or what caused it, blames what was to be written. */
    public static boolean isBlamedBy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                String state = e.getSQLState();
                return state != null
                        && state.length() == LENGTH
                        && BLAME.contains(state.substring(0, 2));
            }
        }
        return false;
    }
}
