package dev.joch.controllermanager.run;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.events.loop.Loop;
import dev.joch.events.store.Hearing;
import dev.joch.events.store.NoticeStore;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Other replicas: tells them that there is work, and hears it from them. A hint, both ways. */
final class NeighbourNotices implements AutoCloseable {

    private static final String CHANNEL = "joch_controller_manager";
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** A notification takes a lock of the whole database at commit: few of them, and alone. */
    private static final Duration GATHER = Duration.ofMillis(5);

    private final NoticeStore notices;
    private final Runnable heard;
    private final String self;
    private final AtomicBoolean news = new AtomicBoolean();
    private final Bell bell = new Bell();
    private final Loop hearing;
    private final Loop telling;

    NeighbourNotices(HikariDataSource pool, String self, Runnable heard) {
        this.notices = new NoticeStore(pool, CHANNEL);
        this.self = self;
        this.heard = heard;
        this.hearing = Loop.start("controller-hear", new Hearing(notices, this::hear));
        this.telling = Loop.start("controller-tell", new Telling());
    }

    void tell() {
        news.set(true);
        bell.ring();
    }

    private void hear(List<String> told) {
        if (told.stream().anyMatch(who -> !who.equals(self))) {
            heard.run();
        }
    }

    private final class Telling implements Loop.Turn {

        @Override
        public boolean turn() throws SQLException {
            if (!news.getAndSet(false)) {
                return false;
            }
            notices.send(self);
            LockSupport.parkNanos(GATHER.toNanos());
            return true;
        }

        @Override
        public void rest() throws InterruptedException {
            bell.await(PAUSE);
        }
    }

    @Override
    public void close() {
        telling.close();
        hearing.close();
    }
}
