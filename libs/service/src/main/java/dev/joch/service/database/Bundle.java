package dev.joch.service.database;

import dev.joch.service.problem.Invariant;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Statements of one transaction whose answers nobody needs. They are kept back until somebody does,
 * and go to the database in one round trip, in their order: a transaction that holds a lock is
 * mostly on its way there and back.
 */
public final class Bundle {

    /** Sets the parameters of one statement, and gives the number of the next one. */
    @FunctionalInterface
    public interface Parameters {
        int set(PreparedStatement statement, int first) throws SQLException;
    }

    private record Part(String sql, Parameters parameters, int rows, String always) {}

    private static final int ANY = -1;

    private final Connection connection;
    private final List<Part> parts = new ArrayList<>();

    public Bundle(Connection connection) {
        this.connection = connection;
    }

    public Connection connection() {
        return connection;
    }

    public void add(String sql, Parameters parameters) {
        parts.add(new Part(sql, parameters, ANY, ""));
    }

    /**
     * A statement that changes so many rows.
     *
     * @param always what holds whenever it does
     */
    public void add(String sql, Parameters parameters, int rows, String always) {
        parts.add(new Part(sql, parameters, rows, always));
    }

    /** Sends what was kept back. */
    public void send() throws SQLException {
        if (parts.isEmpty()) {
            return;
        }
        String all = parts.stream().map(Part::sql).collect(Collectors.joining(";\n"));
        try (PreparedStatement statement = connection.prepareStatement(all)) {
            int next = 1;
            for (Part part : parts) {
                next = part.parameters().set(statement, next);
            }
            statement.execute();
            for (Part part : parts) {
                Invariant.check(
                        part.rows() == ANY || statement.getUpdateCount() == part.rows(),
                        part.always());
                statement.getMoreResults();
            }
        }
        parts.clear();
    }
}
