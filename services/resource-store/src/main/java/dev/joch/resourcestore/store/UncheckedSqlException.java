package dev.joch.resourcestore.store;

import java.sql.SQLException;

/**
 * SQL that is wrong, or a database that answers what it must not: nothing that a caller could do
 * otherwise.
 */
final class UncheckedSqlException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final SQLException sql;

    UncheckedSqlException(SQLException cause) {
        super(cause.getMessage(), cause);
        this.sql = cause;
    }

    SQLException sql() {
        return sql;
    }
}
