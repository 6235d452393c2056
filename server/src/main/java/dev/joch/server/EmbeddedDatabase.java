package dev.joch.server;

import dev.joch.server.DataFolder.StartRefused;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Postgres of our own, durable, on loopback, with a password.
 *
 * <p>It outlives a killed server. We hold the folder's lock, so a Postgres that still runs on our
 * data is an orphan and is stopped the way Postgres likes: every acknowledged commit stays.
 */
final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private static final List<String> ACCESS =
            List.of(
                    "local all all scram-sha-256",
                    "host all all 127.0.0.1/32 scram-sha-256",
                    "host all all ::1/128 scram-sha-256");

    private final EmbeddedPostgres server;
    private final String password;

    private EmbeddedDatabase(EmbeddedPostgres server, String password) {
        this.server = server;
        this.password = password;
    }

    /**
     * @param programs where Postgres' programs are unpacked, once for all servers that name it
     */
    static EmbeddedDatabase start(DataFolder folder, Path programs) {
        String password = folder.secret("postgres.password");
        stopOrphan(folder.postgres());
        boolean fresh = !Files.exists(folder.postgres().resolve("PG_VERSION"));
        try {
            EmbeddedPostgres server =
                    EmbeddedPostgres.builder()
                            .setOverrideWorkingDirectory(programs.toFile())
                            .setDataDirectory(folder.postgres())
                            .setCleanDataDirectory(false)
                            .setRegisterShutdownHook(false)
                            .setPGStartupWait(Duration.ofSeconds(30))
                            .setConnectConfig("password", password)
                            .setServerConfig("listen_addresses", "127.0.0.1")
                            .setServerConfig("fsync", "on")
                            .setServerConfig("synchronous_commit", "on")
                            .setServerConfig("full_page_writes", "on")
                            .setServerConfig("shared_buffers", "64MB")
                            // each service has pools of its own: 82 connections were seen
                            .setServerConfig("max_connections", "160")
                            .setServerConfig("jit", "off")
                            .start();
            EmbeddedDatabase database = new EmbeddedDatabase(server, password);
            if (fresh) {
                database.demandPassword(folder.postgres());
            }
            return database;
        } catch (IOException e) {
            throw new StartRefused(
                    "the embedded Postgres did not start on "
                            + folder.postgres()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * A new cluster trusts everyone on this machine; ours must not.
     *
     * <p>The password is 32 random bytes. Nobody guesses those, so stretching them protects nothing
     * and would be paid for by each of a hundred connections.
     */
    private void demandPassword(Path data) throws IOException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.execute("set scram_iterations = 1");
            statement.execute("alter user postgres password '" + password + "'");
            Files.write(data.resolve("pg_hba.conf"), ACCESS);
            statement.execute("select pg_reload_conf()");
        } catch (SQLException e) {
            throw new IllegalStateException("the embedded Postgres took no password", e);
        }
    }

    private static void stopOrphan(Path data) {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        try {
            long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
            ProcessHandle.of(pid)
                    .filter(EmbeddedDatabase::isPostgres)
                    .ifPresent(EmbeddedDatabase::stop);
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().map(command -> command.endsWith("postgres")).orElse(false);
    }

    private static void stop(ProcessHandle process) {
        LOG.info("stopping the Postgres that a killed server left behind, pid {}", process.pid());
        // SIGTERM waits for clients, of which there are none left
        process.destroy();
        try {
            process.onExit().get(20, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn(
                    "Postgres {} does not stop; killing it, it recovers from its log",
                    process.pid(),
                    e);
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** JDBC address with user and password. */
    String url() {
        return server.getJdbcUrl("postgres", "postgres") + "&password=" + password;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("the embedded Postgres did not stop cleanly", e);
        }
    }
}
