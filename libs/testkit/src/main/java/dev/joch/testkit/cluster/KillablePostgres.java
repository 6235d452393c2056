package dev.joch.testkit.cluster;

import dev.joch.testkit.postgres.TestPostgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A Postgres that can be killed and started again on what it has written.
 *
 * <p>The embedded server prepares the data folder once; from then on we run its {@code postgres}
 * program ourselves, durable, as a process of ours.
 */
public final class KillablePostgres {

    private static final Duration START_TIME = Duration.ofSeconds(60);

    private final Member member;
    private final int port;

    private KillablePostgres(Member member, int port) {
        this.member = member;
        this.port = port;
    }

    /** Prepares the data folder and starts the server. */
    public static KillablePostgres start(Cluster cluster) {
        int port = FreePorts.next();
        Path data = cluster.data("postgres-data");
        Path program = prepare(data);
        ChildCommand command =
                ChildCommand.program("postgres", words(program, data, port))
                        .env("LC_ALL", "C")
                        .env("PGTZ", "UTC");
        Member member = cluster.add(command, process -> answers(port), START_TIME);
        member.start();
        return new KillablePostgres(member, port);
    }

    private static Path prepare(Path data) {
        try {
            Files.createDirectories(data.getParent());
            try (EmbeddedPostgres once =
                    EmbeddedPostgres.builder()
                            .setOverrideWorkingDirectory(TestPostgres.programs().toFile())
                            .setDataDirectory(data)
                            .setCleanDataDirectory(false)
                            .start()) {
                long pid =
                        Long.parseLong(
                                Files.readAllLines(data.resolve("postmaster.pid"))
                                        .getFirst()
                                        .strip());
                return ProcessHandle.of(pid)
                        .flatMap(process -> process.info().command())
                        .map(Path::of)
                        .orElseThrow(() -> new IllegalStateException("Postgres has no program"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("embedded Postgres did not start", e);
        }
    }

    private static List<String> words(Path program, Path data, int port) {
        List<String> words = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // Postgres refuses to be root; in a user namespace of its own it is nobody
            words.addAll(List.of("unshare", "-U"));
        }
        words.addAll(List.of(program.toString(), "-D", data.toString(), "-p", "" + port));
        List.of(
                        "listen_addresses=127.0.0.1",
                        "unix_socket_directories=",
                        "fsync=on",
                        "synchronous_commit=on",
                        "full_page_writes=on",
                        "shared_buffers=32MB",
                        "max_connections=200",
                        "log_min_messages=warning",
                        "restart_after_crash=on")
                .forEach(setting -> {
                    words.add("-c");
                    words.add(setting);
                });
        return words;
    }

    private static boolean answers(int port) {
        try (Connection connection = DriverManager.getConnection(url(port, "postgres"));
                Statement statement = connection.createStatement()) {
            return statement.execute("select 1");
        } catch (SQLException e) {
            return false;
        }
    }

    /** JDBC address of a database on this server; the user is in it. */
    public String url(String database) {
        return url(port, database);
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    /** The server as a member of the cluster. */
    public Member member() {
        return member;
    }

    /** SIGKILL to the server and all its backends. */
    public void kill() {
        member.killAll();
    }

    /** Starts again on the same data and waits until recovery is over. */
    public void restart() {
        member.start();
    }
}
