package dev.joch.service.database;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;

/**
 * A database that cannot answer now, or asks to be asked once more: says nothing of what it was
 * asked, so the same thing is worth trying again.
 */
public final class DatabaseAway {

    /** Connection, resources, shut down or cancelled, files, serialisation or deadlock. */
    private static final Set<String> CLASSES = Set.of("08", "53", "57", "58", "40");

    /** A lock in time, a standby, paused for too long inside a transaction. */
    private static final Set<String> STATES = Set.of("55P03", "25006", "25P03", "25P04");

    private static final int CLASS = 2;

    private DatabaseAway() {}

    /**
     * It is, or nothing was said: a pool that is closed, or has nothing in time, gives no state.
     */
    public static boolean mayBeMeantBy(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || state.isEmpty() || isMeantBy(failure);
    }

    public static boolean isMeantBy(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof SQLTransientException
                || (state != null
                        && state.length() > CLASS
                        && (STATES.contains(state) || CLASSES.contains(state.substring(0, CLASS))));
    }
}
