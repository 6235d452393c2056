package dev.joch.testkit.postgres;

import dev.joch.testkit.data.DataFolder;
import dev.joch.testkit.servers.ServerChoice;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The Postgres server of this process. Started by the first test that asks, stopped with the
 * process.
 */
public final class TestPostgres {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    static final String IMAGE = "postgres:18";

    private static final String MOST_CONNECTIONS = "200";

    private final Function<String, String> urls;

    /**
     * @param urls JDBC address of a database, with the user in it
     */
    private TestPostgres(Function<String, String> urls) {
        this.urls = urls;
    }

    private static final class Holder {
        static final TestPostgres INSTANCE =
                new TestPostgres(
                        ServerChoice.of("Postgres", IMAGE).containers() ? container() : process());

        private Holder() {}
    }

    /** The server; the first call starts it. */
    public static TestPostgres server() {
        return Holder.INSTANCE;
    }

    /**
     * Where the programs of embedded servers are unpacked, once for all tests: it takes seconds.
     */
    public static Path programs() {
        return Path.of(System.getProperty("java.io.tmpdir"), "joch-test-postgres");
    }

    private static Function<String, String> process() {
        try {
            EmbeddedPostgres server =
                    EmbeddedPostgres.builder()
                            .setOverrideWorkingDirectory(programs().toFile())
                            .setDataDirectory(
                                    DataFolder.of(
                                            Path.of(System.getProperty("java.io.tmpdir")),
                                            "joch-test-data-" + ProcessHandle.current().pid()))
                            // off by default in the embedded server: durability is part of what we
                            // test
                            .setServerConfig("fsync", "on")
                            .setServerConfig("synchronous_commit", "on")
                            .setServerConfig("full_page_writes", "on")
                            .setServerConfig("max_connections", MOST_CONNECTIONS)
                            .start();
            return database -> server.getJdbcUrl("postgres", database);
        } catch (IOException e) {
            throw new UncheckedIOException("embedded Postgres did not start", e);
        }
    }

    /** The reaper of the containers ends it with the process. */
    @SuppressWarnings("resource")
    private static Function<String, String> container() {
        PostgreSQLContainer server =
                new PostgreSQLContainer(DockerImageName.parse(IMAGE))
                        .withImagePullPolicy(image -> false)
                        .withUsername("postgres")
                        .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
                        // the container's own default is a server that may lose what it has
                        .withCommand("postgres", "-c", "max_connections=" + MOST_CONNECTIONS);
        server.start();
        String address =
                server.getHost() + ":" + server.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
        return database -> "jdbc:postgresql://" + address + "/" + database + "?user=postgres";
    }

    /**
     * Creates an empty database and gives its JDBC address; the user is {@code postgres} without a
     * password.
     */
    public String newDatabase() {
        String name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(urls.apply("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " was not created", e);
        }
        return urls.apply(name);
    }
}
