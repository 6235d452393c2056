package dev.joch.trace.log;

import dev.joch.trace.follow.Followers;
import dev.joch.trace.follow.Followers.Step;
import dev.joch.trace.follow.PartSink;
import dev.joch.trace.follow.Place;
import dev.joch.trace.span.RunKey;
import dev.joch.trace.store.LogStore;
import dev.joch.trace.store.LogStore.Found;
import dev.joch.trace.v1.LogChunk;
import dev.joch.trace.v1.ReadLogRequest;
import dev.joch.trace.v1.ReadLogResponse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lines of a run from a place on. One part after the other is read and sent, so a slow reader costs
 * no memory.
 */
public final class ReadLogs {

    private static final int PART_BYTES = 1024 * 1024;

    private final LogStore store;
    private final Followers followers;
    private final LogLimits limits;

    public ReadLogs(LogStore store, Followers followers, LogLimits limits) {
        this.store = store;
        this.followers = followers;
        this.limits = limits;
    }

    /** Comes back when everything is sent, or the reader has left. */
    public void read(ReadLogRequest request, PartSink<ReadLogResponse> sink) {
        RunKey run = RunKey.of(request.getExecution());
        Reading reading = new Reading(run, request, sink);
        if (request.getFollow()) {
            followers.follow(run, sink, reading);
        } else {
            reading.once();
        }
    }

    /** One reader on its way. */
    private final class Reading implements Followers.Reading {
        private final RunKey run;
        private final ReadLogRequest request;
        private final PartSink<ReadLogResponse> sink;
        private long place = -1;
        private Optional<Found> seen = Optional.empty();

        Reading(RunKey run, ReadLogRequest request, PartSink<ReadLogResponse> sink) {
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

        @Override
        public Step step() {
            Optional<Found> log = store.find(run);
            if (isOther(seen, log)) {
                send(seen, List.of(), true);
                return Step.ENDED;
            }
            seen = log;
            if (log.isPresent() && sendMore(log.get())) {
                return Step.SENT;
            }
            if (log.map(this::ended).orElse(false)) {
                send(log, List.of(), true);
                return Step.ENDED;
            }
            return Step.NOTHING;
        }

        @Override
        public void alive() {
            send(seen, List.of(), false);
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
                place = request.getFrom().isEmpty() ? 0 : Place.in(log.uid(), request.getFrom());
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
            if (!Followers.takes(sink)) {
                return false;
            }
            place = end;
            send(Optional.of(log), chunks, false);
            return true;
        }

        private void send(Optional<Found> log, List<LogChunk> chunks, boolean closed) {
            ReadLogResponse.Builder part =
                    ReadLogResponse.newBuilder().addAllChunks(chunks).setClosed(closed);
            log.ifPresent(found ->
                    part.setNext(Place.of(found.uid(), Math.max(place, 0)).text())
                            .setDropped(found.head().dropped()));
            sink.send(part.build());
        }
    }
}
