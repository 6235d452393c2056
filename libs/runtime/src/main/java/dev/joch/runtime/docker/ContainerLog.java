package dev.joch.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.google.protobuf.ByteString;

import dev.joch.runtime.LogRead;
import dev.joch.runtime.LogRequest;
import dev.joch.runtime.LogStream;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The log of a container as the engine sends it. What nobody takes is not read from the connection,
 * and the engine waits.
 */
final class ContainerLog implements LogStream {

    private static final int MOST_PIECES = 32;
    private static final long OFFER_MILLIS = 100;

    private final BlockingQueue<LogRead> pieces = new ArrayBlockingQueue<>(MOST_PIECES);
    private final Tail tail;
    private final Pump pump = new Pump();
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;
    private boolean over;

    private ContainerLog(Tail tail) {
        this.tail = tail;
    }

    static ContainerLog open(DockerClient client, String id, LogRequest request) {
        Tail tail =
                request.tailBytes() == Long.MAX_VALUE
                        ? Tail.all()
                        : Tail.last(size(client, id), request.tailBytes());
        ContainerLog log = new ContainerLog(tail);
        client.logContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(request.follow())
                .exec(log.pump);
        return log;
    }

    /** The engine counts lines, not bytes: all of it goes by once. */
    private static long size(DockerClient client, String id) {
        long size = 0;
        try (ContainerLog all = open(client, id, LogRequest.ALL)) {
            while (true) {
                LogRead read = all.next(Duration.ofSeconds(5));
                if (read instanceof LogRead.Chunk chunk) {
                    size += chunk.bytes().size();
                } else if (read instanceof LogRead.End) {
                    return size;
                }
            }
        }
    }

    @Override
    public LogRead next(Duration wait) {
        if (over) {
            return new LogRead.End();
        }
        try {
            LogRead piece = pieces.poll(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS);
            if (piece == null) {
                return new LogRead.Quiet();
            }
            over = piece instanceof LogRead.End;
            Throwable failed = failure;
            if (over && failed != null) {
                throw Engine.away("the log broke off", failed);
            }
            return piece;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new LogRead.Quiet();
        }
    }

    private void put(LogRead piece) {
        try {
            while (!closed && !pieces.offer(piece, OFFER_MILLIS, TimeUnit.MILLISECONDS)) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Pump extends ResultCallback.Adapter<Frame> {

        @Override
        public void onNext(Frame frame) {
            byte[] payload = frame.getPayload();
            for (int from = 0; from < payload.length; from += LogRead.MOST) {
                int length = Math.min(LogRead.MOST, payload.length - from);
                ByteString piece = tail.cut(ByteString.copyFrom(payload, from, length));
                if (!piece.isEmpty()) {
                    put(new LogRead.Chunk(piece, false));
                }
            }
        }

        @Override
        public void onError(Throwable thrown) {
            failure = thrown;
            put(new LogRead.End());
            super.onError(thrown);
        }

        @Override
        public void onComplete() {
            // what follows interrupts this thread
            put(new LogRead.End());
            super.onComplete();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            pump.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
