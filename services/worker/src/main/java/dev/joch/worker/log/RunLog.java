package dev.joch.worker.log;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;

import dev.joch.trace.v1.LogChunk;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The log of one attempt between the pipes of its program and the trace service. */
public final class RunLog {

    public static final String STDOUT = "stdout";
    public static final String STDERR = "stderr";
    private static final String WORKER = "worker";

    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

    private static final int TAIL = 16 * 1024;

    /** Chunks of one message; the trace service takes twice as many. */
    static final int MOST_CHUNKS = 500;

    /** What a chunk takes beside its text: short lines of two streams in turn are all chunks. */
    private static final int CHUNK_COST = 256;

    /** What waits is sent without delay once it is that much. */
    private static final int ENOUGH = 4 * LogLimits.CHUNK;

    private final int attempt;
    private final LogLimits limits;
    private final InstantSource clock;
    private final LogSpool spool;
    private final Runnable flooded;
    private final LogTail tail = new LogTail(TAIL);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final Deque<Growing> queue = new ArrayDeque<>();
    private long number;
    private long held;
    private long kept;
    private long dropped;
    private long droppedUntold;
    private boolean away;
    private boolean truncated;
    private boolean closed;

    /** A chunk that may still grow. */
    private record Growing(
            String stream, long number, Instant at, long sinceNanos, ByteString.Output text) {}

    /**
     * @param spool file that is used while the trace service is away
     * @param flooded is called once, when the log becomes longer than is kept
     */
    public RunLog(
            int attempt, LogLimits limits, InstantSource clock, Path spool, Runnable flooded) {
        this.attempt = attempt;
        this.limits = limits;
        this.clock = clock;
        this.spool = new LogSpool(spool, limits.spoolBytes());
        this.flooded = flooded;
    }

    /** Takes in whole lines; waits for room while the trace service can be reached. */
    void write(String stream, byte[] text, int from, int length) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            tail.add(text, from, length);
            if (kept + length > limits.mostBytes()) {
                truncate(length);
                return;
            }
            while (!closed && !away && (held >= limits.memoryBytes() || !spool.isEmpty())) {
                room.await();
            }
            // what is on disk is newer than what is in memory: it stays so
            if (!spool.isEmpty() || (away && held >= limits.memoryBytes())) {
                setAside(stream, text, from, length);
            } else {
                queue(stream, text, from, length);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A line of the worker itself. Never waits. */
    public void say(String line) {
        byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
        lock.lock();
        try {
            if (closed) {
                return;
            }
            tail.add(text, 0, text.length);
            if (spool.isEmpty()) {
                queue(WORKER, text, 0, text.length);
            } else {
                spool(chunk(WORKER, ++number, clock.instant(), ByteString.copyFrom(text)));
            }
        } finally {
            lock.unlock();
        }
    }

    private void truncate(int length) {
        dropped += length;
        if (!truncated) {
            truncated = true;
            flooded.run();
            say("the log is longer than " + limits.mostBytes() + " bytes; the rest is not kept");
        }
    }

    private void queue(String stream, byte[] text, int from, int length) {
        kept += length;
        held += length;
        @Nullable Growing last = queue.peekLast();
        if (last == null
                || !last.stream().equals(stream)
                || last.text().size() + length > LogLimits.CHUNK) {
            last =
                    new Growing(
                            stream,
                            ++number,
                            clock.instant(),
                            System.nanoTime(),
                            ByteString.newOutput(Math.max(length, 128)));
            queue.addLast(last);
            held += CHUNK_COST;
        }
        last.text().write(text, from, length);
        work.signal();
    }

    private void setAside(String stream, byte[] text, int from, int length) {
        if (!spool.hasRoom(length)) {
            dropped += length;
            droppedUntold += length;
            return;
        }
        kept += length;
        spool(chunk(stream, ++number, clock.instant(), ByteString.copyFrom(text, from, length)));
    }

    private void spool(LogChunk chunk) {
        try {
            spool.append(chunk);
        } catch (IOException e) {
            // the next one takes its number: the row has no gaps
            LOG.warn("a piece of a log cannot be kept on disk: {}", e.getMessage());
            dropped += chunk.getText().size();
            droppedUntold += chunk.getText().size();
            number--;
        }
    }

    /**
     * What is to be sent next, oldest first; waits for it. Empty when the log is closed and nothing
     * is left.
     */
    List<LogChunk> take(int mostBytes) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty() && spool.isEmpty()) {
                if (closed) {
                    return List.of();
                }
                work.await();
            }
            if (queue.isEmpty()) {
                return spool.take(mostBytes);
            }
            long until = queue.getFirst().sinceNanos() + limits.delay().toNanos();
            long left = until - System.nanoTime();
            while (!closed && held < ENOUGH && left > 0) {
                if (work.awaitNanos(left) <= 0) {
                    break;
                }
                left = until - System.nanoTime();
            }
            return takeQueued(mostBytes);
        } catch (IOException e) {
            throw new IllegalStateException("the spool of a log cannot be read", e);
        } finally {
            lock.unlock();
        }
    }

    private List<LogChunk> takeQueued(int mostBytes) {
        List<LogChunk> taken = new ArrayList<>();
        int size = 0;
        while (!queue.isEmpty() && size < mostBytes && taken.size() < MOST_CHUNKS) {
            Growing next = queue.removeFirst();
            size += next.text().size();
            taken.add(chunk(next.stream(), next.number(), next.at(), next.text().toByteString()));
        }
        return taken;
    }

    private LogChunk chunk(String stream, long number, Instant at, ByteString text) {
        return LogChunk.newBuilder()
                .setAttempt(attempt)
                .setStream(stream)
                .setText(text)
                .setAt(
                        Timestamp.newBuilder()
                                .setSeconds(at.getEpochSecond())
                                .setNanos(at.getNano()))
                .setNumber(number)
                .build();
    }

    /** The trace service has them, or never will. */
    void sent(List<LogChunk> chunks) {
        lock.lock();
        try {
            long size = chunks.stream().mapToLong(each -> each.getText().size() + CHUNK_COST).sum();
            held -= Math.min(held, size);
            away = false;
            if (droppedUntold > 0) {
                long untold = droppedUntold;
                droppedUntold = 0;
                say(untold + " bytes were not kept while the trace service was away");
            }
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The trace service does not answer: nobody waits for it. */
    void away() {
        lock.lock();
        try {
            away = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is written. */
    public void close() {
        lock.lock();
        try {
            if (truncated && !closed) {
                say(dropped + " bytes of the log were not kept");
            }
            closed = true;
            work.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosedAndEmpty() {
        lock.lock();
        try {
            return closed && queue.isEmpty() && spool.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** The last lines. */
    public String tail() {
        lock.lock();
        try {
            return tail.text();
        } finally {
            lock.unlock();
        }
    }

    /** Gives the file on disk back. */
    void discard() {
        lock.lock();
        try {
            spool.close();
            queue.clear();
            held = 0;
            room.signalAll();
        } catch (IOException e) {
            LOG.warn("the spool of a log stays: {}", e.getMessage());
        } finally {
            lock.unlock();
        }
    }
}
