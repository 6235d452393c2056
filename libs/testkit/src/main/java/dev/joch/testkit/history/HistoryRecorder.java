package dev.joch.testkit.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes down what clients do, from many threads. */
public final class HistoryRecorder {

    private final long began = System.nanoTime();
    private final Map<Long, Call> open = new LinkedHashMap<>();
    private final List<Operation> done = new ArrayList<>();
    private final List<Sighting> sightings = new ArrayList<>();
    private long ids;

    /** A call under way. Ended once; a call that is never ended is unknown. */
    public final class Call {

        private final long id;
        private final String client;
        private final String name;
        private final String key;
        private final Map<String, String> arguments;
        private final long invoked;

        private Call(
                long id,
                String client,
                String name,
                String key,
                Map<String, String> arguments,
                long invoked) {
            this.id = id;
            this.client = client;
            this.name = name;
            this.key = key;
            this.arguments = arguments;
            this.invoked = invoked;
        }

        public void ok(Map<String, String> result) {
            end(this, Answer.OK, result);
        }

        /** It certainly took no effect. */
        public void refused(String reason) {
            end(this, Answer.REFUSED, Map.of(Operation.REASON, reason));
        }

        /** It may have taken effect, or may still. */
        public void unknown(String why) {
            end(this, Answer.UNKNOWN, Map.of(Operation.REASON, why));
        }

        private Operation ended(long answered, Answer answer, Map<String, String> result) {
            return new Operation(
                    id, client, name, key, arguments, invoked, answered, answer, result);
        }
    }

    /** Call this just before the request leaves. */
    public synchronized Call invoke(
            String client, String name, String key, Map<String, String> arguments) {
        Call call = new Call(++ids, client, name, key, Map.copyOf(arguments), now());
        open.put(call.id, call);
        return call;
    }

    private synchronized void end(Call call, Answer answer, Map<String, String> result) {
        if (open.remove(call.id) == null) {
            throw new IllegalStateException(call.name + " has ended before");
        }
        long answered = answer == Answer.UNKNOWN ? Long.MAX_VALUE : now();
        done.add(call.ended(answered, answer, result));
    }

    public synchronized void saw(Sighting sighting) {
        sightings.add(sighting);
    }

    /** Everything so far; calls under way are unknown. */
    public synchronized History history() {
        List<Operation> all = new ArrayList<>(done);
        for (Call call : open.values()) {
            all.add(call.ended(Long.MAX_VALUE, Answer.UNKNOWN, Map.of()));
        }
        return new History(all, sightings, List.of());
    }

    /** The clock of the history: nanoseconds since the recorder was made. */
    public long now() {
        return System.nanoTime() - began;
    }
}
