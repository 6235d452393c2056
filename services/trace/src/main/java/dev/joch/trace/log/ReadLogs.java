package dev.joch.trace.log;

import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.trace.span.RunKey;
import dev.joch.trace.store.LogStore;
import dev.joch.trace.store.LogStore.Found;
import dev.joch.trace.v1.LogChunk;
import dev.joch.trace.v1.ReadLogRequest;
import dev.joch.trace.v1.ReadLogResponse;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Lines of a run from a place on. One part after the other is read and sent, so a slow reader costs
 * no memory.
 */
public final class ReadLogs implements AutoCloseable {

    private static final int PART_BYTES = 1024 * 1024;

    /** Another replica may write: it is looked for news without a signal, too. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Who takes nothing for so long has to come again. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LogStore store;
    private final LogSignals signals;
    private final LogLimits limits;
    private final InstantSource clock;
    private final Semaphore followers;
    private volatile boolean open = true;

    public ReadLogs(LogStore store, LogSignals signals, LogLimits limits, InstantSource clock) {
        this.store = store;
        this.signals = signals;
        this.limits = limits;
        this.clock = clock;
        this.followers = new Semaphore(limits.followers());
    }

    /** Comes back when everything is sent, or the reader has left. */
    public void read(ReadLogRequest request, LogSink sink) {
        RunKey run = RunKey.of(request.getExecution());
        if (!request.getFollow()) {
            new Reading(run, request, sink).once();
            return;
        }
        if (!followers.tryAcquire()) {
            throw new ProblemException(
                    new ServiceProblem.Overloaded("a log to follow", limits.followers()));
        }
        try (LogSignals.Listener listener = signals.listen(run)) {
            new Reading(run, request, sink).follow(listener);
        } finally {
            followers.release();
        }
    }

    /** Followers end; they go on at another replica, or here when it is back. */
    @Override
    public void close() {
        open = false;
        signals.toldAll();
    }

    /** One reader on its way. */
    private final class Reading {
        private final RunKey run;
        private final ReadLogRequest request;
        private final LogSink sink;
        private long place = -1;
        private Instant told = clock.instant();

        Reading(RunKey run, ReadLogRequest request, LogSink sink) {
            this.run = run;
            this.request = request;
            this.sink = sink;
        }

        void once() {
            Optional<Found> log = store.find(run);
            while (log.isPresent() && sendMore(log.get())) {
                // until nothing more is there
            }
            if (!sink.gone()) {
                send(log, List.of(), log.map(this::ended).orElse(false));
            }
        }

        void follow(LogSignals.Listener listener) {
            Optional<Found> first = Optional.empty();
            while (open && !sink.gone()) {
                Optional<Found> log = store.find(run);
                if (isOther(first, log)) {
                    send(first, List.of(), true);
                    return;
                }
                first = log;
                if (log.isPresent() && sendMore(log.get())) {
                    continue;
                }
                if (log.map(this::ended).orElse(false)) {
                    send(log, List.of(), true);
                    return;
                }
                if (!clock.instant().isBefore(told.plus(limits.heartbeat()))) {
                    send(log, List.of(), false);
                }
                listener.await(limits.heartbeat().compareTo(LOOK) < 0 ? limits.heartbeat() : LOOK);
            }
            if (!open) {
                throw new ProblemException(new ServiceProblem.Unavailable("the log"));
            }
        }

        /** A namesake has taken the place of the execution: its log is another one. */
        private static boolean isOther(Optional<Found> first, Optional<Found> log) {
            return first.isPresent() && !first.map(Found::id).equals(log.map(Found::id));
        }

        private boolean ended(Found log) {
            return log.head().closed() && place >= log.head().bytes();
        }

        /** False when nothing more is there now. */
        private boolean sendMore(Found log) {
            if (place < 0 && request.getFrom().isEmpty() && request.getTail() > 0) {
                return sendTail(log);
            }
            if (place < 0) {
                place =
                        request.getFrom().isEmpty()
                                ? 0
                                : LogPosition.in(log.uid(), request.getFrom());
            }
            List<Piece> pieces = store.read(run.tenant(), log.id(), place, PART_BYTES);
            if (pieces.isEmpty()) {
                return false;
            }
            List<LogChunk> chunks = new ArrayList<>();
            pieces.forEach(piece -> chunks.addAll(piece.chunks()));
            return sendPart(log, chunks, pieces.getLast().end());
        }

        private boolean sendTail(Found log) {
            int most = Math.toIntExact(Math.min(Integer.MAX_VALUE, limits.bytes()));
            List<Piece> pieces = store.tail(run.tenant(), log.id(), request.getTail(), most);
            List<LogChunk> chunks = new ArrayList<>();
            pieces.forEach(piece -> chunks.addAll(piece.chunks()));
            List<LogChunk> last = LogRules.lastLines(chunks, request.getTail());
            int skipped = chunks.size() - last.size();
            int at = 0;
            place = pieces.isEmpty() ? 0 : place;
            for (Piece piece : pieces) {
                int end = at + piece.chunks().size();
                List<LogChunk> part =
                        last.subList(Math.max(0, at - skipped), Math.max(0, end - skipped));
                at = end;
                if (!sendPart(log, part, piece.end())) {
                    return false;
                }
            }
            return !pieces.isEmpty();
        }

        /** False when the reader has left. */
        private boolean sendPart(Found log, List<LogChunk> chunks, long end) {
            if (!sink.awaitReady(PATIENCE)) {
                if (sink.gone()) {
                    return false;
                }
                throw new ProblemException(new ServiceProblem.DeadlineExceeded("the reader"));
            }
            place = end;
            send(Optional.of(log), chunks, false);
            return true;
        }

        private void send(Optional<Found> log, List<LogChunk> chunks, boolean closed) {
            ReadLogResponse.Builder part =
                    ReadLogResponse.newBuilder().addAllChunks(chunks).setClosed(closed);
            log.ifPresent(found ->
                    part.setNext(LogPosition.of(found.uid(), Math.max(place, 0)).text())
                            .setDropped(found.head().dropped()));
            sink.send(part.build());
            told = clock.instant();
        }
    }
}
