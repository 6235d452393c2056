package dev.joch.testkit.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The Postgres server of this process. Started by the first test that asks, stopped with the
 * process.
 */
public final class TestPostgres {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final EmbeddedPostgres server;

    private TestPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    private static final class Holder {
        static final TestPostgres INSTANCE = start();

        private Holder() {}
    }

    /** The server; the first call starts it. */
    public static TestPostgres server() {
        return Holder.INSTANCE;
    }

    private static TestPostgres start() {
        try {
            return new TestPostgres(
                    EmbeddedPostgres.builder()
                            // off by default in the embedded server: durability is part of what we
                            // test
                            .setServerConfig("fsync", "on")
                            .setServerConfig("synchronous_commit", "on")
                            .setServerConfig("full_page_writes", "on")
                            .setServerConfig("max_connections", "200")
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException("embedded Postgres did not start", e);
        }
    }

    /**
     * Creates an empty database and gives its JDBC address; the user is {@code postgres} without a
     * password.
     */
    public String newDatabase() {
        String name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " was not created", e);
        }
        return url(name);
    }

    private String url(String database) {
        return server.getJdbcUrl("postgres", database);
    }
}
