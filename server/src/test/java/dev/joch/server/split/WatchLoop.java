package dev.joch.server.split;

import dev.joch.testkit.history.HistoryRecorder;
import dev.joch.testkit.history.Seed;
import dev.joch.testkit.history.Sighting;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A watcher that resumes where it was cut, and sometimes cuts itself. */
final class WatchLoop implements AutoCloseable {

    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();
    private static final int CUT_ONCE_IN = 400;

    private final String name;
    private final Api api;
    private final String namespace;
    private final HistoryRecorder recorder;
    private final Random random;
    private final Thread thread;
    private volatile long position;
    private volatile boolean stopped;
    private final AtomicInteger resumptions = new AtomicInteger();
    private boolean expired;

    WatchLoop(
            String name,
            Api api,
            String namespace,
            long from,
            HistoryRecorder recorder,
            Seed seed) {
        this.name = name;
        this.api = api;
        this.namespace = namespace;
        this.position = from;
        this.recorder = recorder;
        this.random = seed.random(name);
        this.thread = Thread.ofPlatform().name("watch-" + name).start(this::run);
    }

    private void run() {
        while (!stopped) {
            saw(Sighting.Type.RESUMED, position, prefix(), "");
            resumptions.incrementAndGet();
            try {
                api.watch(namespace, position, this::take);
                saw(Sighting.Type.CUT, position, "", "");
                if (expired) {
                    position = api.list(namespace).revision();
                    expired = false;
                }
            } catch (Api.Unknown | Api.Refused | Api.Away e) {
                // the next turn tries again
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private String prefix() {
        return namespace.isEmpty() ? "" : namespace + "/";
    }

    private boolean take(Sighting sighting) {
        saw(sighting.type(), sighting.revision(), sighting.key(), sighting.value());
        if (sighting.type() == Sighting.Type.EXPIRED) {
            expired = true;
            return false;
        }
        position = Math.max(position, sighting.revision());
        return !stopped && random.nextInt(CUT_ONCE_IN) != 0;
    }

    private void saw(Sighting.Type type, long revision, String key, String value) {
        recorder.saw(new Sighting(name, type, revision, key, value));
    }

    String name() {
        return name;
    }

    /** Up to where it has seen everything. */
    long position() {
        return position;
    }

    int resumptions() {
        return resumptions.get();
    }

    /** Ends with the next thing that comes; a bookmark at the latest. */
    void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
