package dev.joch.apiserver.audit;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

/** The audit log's schema in a database of the test. */
final class AuditDatabase {

    private final Database database;
    private final HikariDataSource app;

    AuditDatabase(String jdbc) {
        this.database = Database.open(new DatabaseConfig(jdbc, "", "", 4, false), "apiserver");
        this.app = database.as("joch_apiserver_app");
    }

    DataSource app() {
        return app;
    }

    PostgresAuditStore store() {
        return new PostgresAuditStore(
                app,
                database.owner(),
                () -> {
                    app.close();
                    database.close();
                });
    }

    /** As the owner, who may switch triggers off. */
    void tamper(String sql) {
        run(
                database.owner(),
                "set session_replication_role = replica; "
                        + sql
                        + "; set session_replication_role = origin");
    }

    static void run(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
