package dev.joch.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.events.loop.Loop;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.servers.RealServers;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listening for notices over a real Postgres. */
@ExtendWith(RealServers.class)
final class HearingTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void itHearsWhatIsToldAndEndsWithoutWaitingForMore(PostgresUrl url) throws SQLException {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(url.jdbc());
            NoticeStore notices = new NoticeStore(pool, "hearing_test");
            Loop loop =
                    Loop.start("hear", new Hearing(notices, heard::addAll, Duration.ofMinutes(1)));
            Await.until(
                    "something is heard",
                    SOON,
                    () -> {
                        send(notices);
                        return !heard.isEmpty();
                    });
            // a loop whose rest cannot be interrupted is waited for twice as long
            assertTimeoutPreemptively(Duration.ofSeconds(5), loop::close);
            assertThat(heard).containsOnly("news");
        }
    }

    private static void send(NoticeStore notices) {
        try {
            notices.send("news");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
