package dev.joch.controllermanager.run;

import com.zaxxer.hikari.HikariDataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Other replicas: tells them that there is work, and hears it from them. A hint, both ways. */
final class NeighbourNotices implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NeighbourNotices.class);

    private static final String CHANNEL = "joch_controller_manager";
    private static final int PATIENCE_MILLIS = 1000;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** A notification takes a lock of the whole database at commit: few of them, and alone. */
    private static final Duration GATHER = Duration.ofMillis(5);

    private final HikariDataSource pool;
    private final Runnable heard;
    private final String self;
    private final AtomicBoolean news = new AtomicBoolean();
    private final Bell bell = new Bell();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread listener;
    private final Thread teller;

    NeighbourNotices(HikariDataSource pool, String self, Runnable heard) {
        this.pool = pool;
        this.self = self;
        this.heard = heard;
        this.listener = Thread.ofVirtual().name("controller-hear").start(this::listen);
        this.teller = Thread.ofVirtual().name("controller-tell").start(this::tellAll);
    }

    void tell() {
        news.set(true);
        bell.ring();
    }

    private void tellAll() {
        try {
            while (stop.getCount() > 0) {
                bell.await(PAUSE);
                if (news.getAndSet(false)) {
                    notifyOthers();
                    if (stop.await(GATHER.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("stopped telling others");
        }
    }

    private void notifyOthers() {
        try (Connection connection = pool.getConnection();
                PreparedStatement select = connection.prepareStatement("select pg_notify(?, ?)")) {
            select.setString(1, CHANNEL);
            select.setString(2, self);
            select.execute();
        } catch (SQLException e) {
            LOG.debug("others were not told; they look by themselves", e);
        }
    }

    private void listen() {
        @Nullable Connection open = null;
        try {
            while (stop.getCount() > 0) {
                try {
                    if (open == null) {
                        open = pool.getConnection();
                        try (Statement statement = open.createStatement()) {
                            statement.execute("listen " + CHANNEL);
                        }
                    }
                    hear(open.unwrap(PGConnection.class).getNotifications(PATIENCE_MILLIS));
                } catch (SQLException e) {
                    LOG.debug("listening was interrupted; it begins anew", e);
                    if (open != null) {
                        pool.evictConnection(open);
                        open = null;
                    }
                    if (stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("stopped listening");
        } finally {
            if (open != null) {
                pool.evictConnection(open);
            }
        }
    }

    private void hear(PGNotification @Nullable [] notices) {
        if (notices == null) {
            return;
        }
        for (PGNotification notice : notices) {
            if (!notice.getParameter().equals(self)) {
                heard.run();
                return;
            }
        }
    }

    @Override
    public void close() {
        stop.countDown();
        bell.ring();
        try {
            teller.join(PAUSE.multipliedBy(2));
            listener.join(PAUSE.multipliedBy(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
