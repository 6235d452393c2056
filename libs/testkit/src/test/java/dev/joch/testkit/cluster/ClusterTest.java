package dev.joch.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class ClusterTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Path FOLDER = Path.of("target", "cluster");

    private final int port = FreePorts.next();

    private ChildCommand patient(String name) {
        return ChildCommand.java(
                        name, Patient.class.getName(), 32, System.getProperty("java.class.path"))
                .with("" + port);
    }

    @Test
    void aMemberIsKilledAndStartedAgain() {
        try (Cluster cluster = new Cluster(FOLDER)) {
            Member member =
                    cluster.add(
                            patient("killed"), Ready.port(port).and(Ready.line("ready,")), SOON);
            member.start(Map.of("GREETING", "one"));
            long first = member.process().pid();
            member.kill();
            assertThat(member.process().awaitEnd(SOON)).isEqualTo(137);
            assertThat(member.process().text()).contains("ready, one").doesNotContain("bye");
            member.start(Map.of("GREETING", "two"));
            assertThat(member.process().pid()).isNotEqualTo(first);
            assertThat(member.process().text()).contains("ready, two");
            assertThat(member.logs()).hasSize(2);
        }
        assertThat(Children.left()).isEmpty();
    }

    @Test
    void aTerminatedProcessMayEndInOrder() {
        try (Cluster cluster = new Cluster(FOLDER)) {
            Member member = cluster.add(patient("ended"), Ready.line("ready,"), SOON).start();
            member.process().terminate();
            assertThat(member.process().awaitEnd(SOON)).isEqualTo(143);
            assertThat(member.process().text()).contains("bye");
        }
    }

    @Test
    void aPausedProcessHoldsItsPortAndSaysNothing() {
        try (Cluster cluster = new Cluster(FOLDER)) {
            Member member = cluster.add(patient("paused"), Ready.port(port), SOON).start();
            member.process().pause();
            Await.until("it stands still", SOON, () -> state(member.process().pid()).equals("T"));
            assertThat(member.isAlive()).isTrue();
            member.process().resume();
            Await.until("it goes on", SOON, () -> !state(member.process().pid()).equals("T"));
            assertThat(member.isReady()).isTrue();
        }
    }

    @Test
    void aProcessThatCannotStartSaysWhyAtOnce() {
        ChildCommand wrong = ChildCommand.java("wrong", "no.such.Program", 32);
        try (Cluster cluster = new Cluster(FOLDER)) {
            Member member = cluster.add(wrong, Ready.port(port), Duration.ofMinutes(5));
            assertThatThrownBy(member::start)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("ended with 1")
                    .hasMessageContaining("no.such.Program");
        }
    }

    @Test
    void postgresIsDurableAndSurvivesAPowerCut() throws SQLException {
        try (Cluster cluster = new Cluster(FOLDER.resolve("postgres-" + port))) {
            KillablePostgres postgres = KillablePostgres.start(cluster);
            assertThat(asked(postgres, "show fsync")).isEqualTo("on");
            assertThat(asked(postgres, "show synchronous_commit")).isEqualTo("on");
            assertThat(asked(postgres, "show full_page_writes")).isEqualTo("on");
            run(postgres, "create table kept (n int)", "insert into kept values (42)");
            for (int i = 0; i < 2; i++) {
                postgres.kill();
                postgres.restart();
                assertThat(asked(postgres, "select n from kept")).isEqualTo("42");
            }
        }
        assertThat(Children.left()).isEmpty();
    }

    private static String state(long pid) {
        return new String(
                        output(List.of("ps", "-o", "stat=", "-p", "" + pid)),
                        StandardCharsets.UTF_8)
                .substring(0, 1);
    }

    private static byte[] output(List<String> words) {
        try {
            return new ProcessBuilder(words).start().getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(KillablePostgres postgres, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.url("postgres"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String asked(KillablePostgres postgres, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.url("postgres"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
