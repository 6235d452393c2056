package dev.joch.worker.log;

import dev.joch.trace.v1.LogChunk;
import dev.joch.worker.lease.Backoff;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends one log to where it goes, in order, each chunk until it is taken. */
public final class LogShipper {

    private static final Logger LOG = LoggerFactory.getLogger(LogShipper.class);

    /** Text of one message. */
    private static final int BATCH = 1024 * 1024;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final RunLog log;
    private final LogSink sink;
    private final Duration linger;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean over;
    private volatile long giveUpAt;
    private volatile boolean refused;
    private volatile boolean stopped;

    private LogShipper(RunLog log, LogSink sink, Duration linger) {
        this.log = log;
        this.sink = sink;
        this.linger = linger;
        this.thread = Thread.ofVirtual().name("log-shipper").unstarted(this::run);
    }

    public static LogShipper start(RunLog log, LogSink sink, Duration linger) {
        LogShipper shipper = new LogShipper(log, sink, linger);
        shipper.thread.start();
        return shipper;
    }

    private void run() {
        try {
            ship();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("a log ends before its run", e);
        } finally {
            log.away();
            log.discard();
            done.countDown();
        }
    }

    private void ship() throws InterruptedException {
        boolean closed = false;
        while (!closed) {
            List<LogChunk> batch = log.take(BATCH);
            if (stopped) {
                // whoever sees that the log is closed sees this too
                return;
            }
            closed = batch.isEmpty() || log.isClosedAndEmpty();
            if (!refused && !send(batch, closed)) {
                LOG.warn(
                        "the end of a log was not taken within {} after its run; it is dropped",
                        linger);
                return;
            }
            log.sent(batch);
        }
    }

    /** Until it is taken or refused; false when it is too late for more. */
    private boolean send(List<LogChunk> batch, boolean close) throws InterruptedException {
        Backoff pause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
        while (true) {
            switch (sink.append(batch, close)) {
                case TAKEN -> {
                    return true;
                }
                case REFUSED -> {
                    LOG.warn("the trace service refuses a log; the rest of it is dropped");
                    refused = true;
                    return true;
                }
                case AWAY -> log.away();
            }
            if (over && System.nanoTime() - giveUpAt > 0) {
                return false;
            }
            pause.await();
        }
    }

    /** The run is over: waits a moment for the log to be sent; it may go on for longer. */
    public boolean finish(Duration wait) throws InterruptedException {
        giveUpAt = System.nanoTime() + linger.toNanos();
        over = true;
        log.close();
        return done.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until all is sent or given up; false when that takes longer. */
    public boolean await(Duration most) throws InterruptedException {
        return done.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Nothing more is sent. */
    public void stop() {
        stopped = true;
        thread.interrupt();
    }
}
