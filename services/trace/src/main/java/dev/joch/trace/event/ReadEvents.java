package dev.joch.trace.event;

import com.google.protobuf.Timestamp;

import dev.joch.trace.follow.Followers;
import dev.joch.trace.follow.Followers.Step;
import dev.joch.trace.follow.PartSink;
import dev.joch.trace.follow.Place;
import dev.joch.trace.span.RunKey;
import dev.joch.trace.store.RunEventStore;
import dev.joch.trace.v1.ReadEventsRequest;
import dev.joch.trace.v1.ReadEventsResponse;
import dev.joch.trace.v1.RunEvent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Events of a run from a place on. */
public final class ReadEvents {

    private static final int PART = 100;

    private final RunEventStore store;
    private final Followers followers;

    public ReadEvents(RunEventStore store, Followers followers) {
        this.store = store;
        this.followers = followers;
    }

    /** Comes back when everything is sent, or the reader has left. */
    public void read(ReadEventsRequest request, PartSink<ReadEventsResponse> sink) {
        RunUid run = new RunUid(RunKey.of(request.getExecution()), request.getUid());
        long from = request.getFrom().isEmpty() ? 0 : Place.in(request.getUid(), request.getFrom());
        Reading reading = new Reading(run, from, sink);
        if (request.getFollow()) {
            followers.follow(run.run(), sink, reading);
        } else {
            reading.once();
        }
    }

    /** One reader on its way. */
    private final class Reading implements Followers.Reading {
        private final RunUid run;
        private final PartSink<ReadEventsResponse> sink;
        private Optional<EventHead> head = Optional.empty();
        private long place;

        Reading(RunUid run, long place, PartSink<ReadEventsResponse> sink) {
            this.run = run;
            this.place = place;
            this.sink = sink;
        }

        void once() {
            Step step = step();
            while (step == Step.SENT) {
                step = step();
            }
            if (step == Step.NOTHING && !sink.gone()) {
                alive();
            }
        }

        /** The head is read first: what ended before has all its events below. */
        @Override
        public Step step() {
            head = store.find(run);
            if (head.isEmpty()) {
                return Step.NOTHING;
            }
            List<KeptEvent> events = store.read(run.run().tenant(), head.get().id(), place, PART);
            if (!events.isEmpty()) {
                if (!Followers.takes(sink)) {
                    return Step.NOTHING;
                }
                place = events.getLast().position();
                send(events, false);
                return Step.SENT;
            }
            if (head.get().ended()) {
                send(List.of(), true);
                return Step.ENDED;
            }
            return Step.NOTHING;
        }

        @Override
        public void alive() {
            send(List.of(), false);
        }

        private void send(List<KeptEvent> events, boolean closed) {
            sink.send(
                    ReadEventsResponse.newBuilder()
                            .addAllEvents(events.stream().map(this::shown).toList())
                            .setNext(Place.of(run.uid(), place).text())
                            .setDropped(head.map(EventHead::dropped).orElse(0L))
                            .setClosed(closed)
                            .build());
        }

        private RunEvent shown(KeptEvent event) {
            return RunEvent.newBuilder()
                    .setId(event.id())
                    .setType(event.type())
                    .setSource(event.source())
                    .setAt(timestamp(event.at()))
                    .setPayload(event.payload())
                    .setNext(Place.of(run.uid(), event.position()).text())
                    .build();
        }
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
