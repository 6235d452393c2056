package dev.joch.service.database;

import java.sql.SQLException;

/**
 * A statement that the database does not take, and would not take another time: a mistake of ours.
 */
public final class StatementRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StatementRefused(SQLException cause) {
        super("the database refused a statement", cause);
    }
}
