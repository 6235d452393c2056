package dev.joch.server.split;

import dev.joch.testkit.check.Batches;
import dev.joch.testkit.check.RegisterModel;
import dev.joch.testkit.history.HistoryRecorder;
import dev.joch.testkit.history.Seed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that write, read and delete a few keys at a time, and move on to new ones, so that each
 * key's history stays short enough to be judged.
 */
final class Load implements AutoCloseable {

    static final List<String> NAMESPACES = List.of("load-a", "load-b");

    private static final String AWAY = "AWAY";
    private static final int KEYS_AT_A_TIME = 12;
    private static final int OPERATIONS_PER_EPOCH = 1_200;
    private static final Duration RETRY_FOR = Duration.ofSeconds(40);

    /** Long enough that what restarts finds a processor. */
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private static final long AWAY_NANOS = Duration.ofMillis(60).toNanos();

    private final HistoryRecorder recorder;
    private final Seed seed;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger operations = new AtomicInteger();
    private final AtomicInteger applied = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    Load(HistoryRecorder recorder, Seed seed) {
        this.recorder = recorder;
        this.seed = seed;
    }

    /** Adds clients; every second one repeats what was not answered, under one idempotency key. */
    void start(String face, Api api, int clients) {
        for (int i = 0; i < clients; i++) {
            Client client = new Client(api, face + i, i % 2 == 1);
            threads.add(Thread.ofPlatform().name("load-" + face + i).start(client));
        }
    }

    /** One apply by hand. */
    void first(Api api) {
        String key = Doc.key(NAMESPACES.getFirst(), "first");
        keys.add(key);
        HistoryRecorder.Call record =
                recorder.invoke("first", Batches.APPLY, "load-first", Map.of(key, "first"));
        record.ok(api.apply(List.of(new Doc(key, "first")), new Api.Call("load-first", "")));
    }

    /** A document that was there before. */
    void found(Stored stored) {
        byHand(new Doc(stored.key(), stored.value()), () -> {});
    }

    /** One apply that others do; it either succeeds or throws. */
    void byHand(Doc doc, Runnable apply) {
        keys.add(doc.key());
        HistoryRecorder.Call record =
                recorder.invoke("hand", Batches.APPLY, "", Map.of(doc.key(), doc.value()));
        apply.run();
        record.ok(Map.of());
    }

    /** Every key that was ever used. */
    Set<String> keys() {
        return Set.copyOf(keys);
    }

    /** What no history can tell: answers that were not what was asked for. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** Applies that were acknowledged so far. */
    int applied() {
        return applied.get();
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofSeconds(60));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final class Client implements Runnable {

        private final Api api;
        private final String name;
        private final boolean repeats;
        private final Random random;
        private int count;

        Client(Api api, String name, boolean repeats) {
            this.api = api;
            this.name = name;
            this.repeats = repeats;
            this.random = seed.random(name);
        }

        @Override
        public void run() {
            while (!stopped) {
                try {
                    next();
                } catch (RuntimeException e) {
                    faults.add(name + ": " + e);
                }
                operations.incrementAndGet();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }

        private void next() {
            count++;
            int choice = random.nextInt(100);
            if (choice < 40) {
                batch(2 + random.nextInt(4));
            } else if (choice < 62) {
                readAndUpdate(key());
            } else if (choice < 94) {
                read(key());
            } else {
                delete(key());
            }
        }

        private String key() {
            int epoch = operations.get() / OPERATIONS_PER_EPOCH;
            int which = random.nextInt(KEYS_AT_A_TIME);
            String key =
                    Doc.key(NAMESPACES.get(which % NAMESPACES.size()), "m" + epoch + "-" + which);
            keys.add(key);
            return key;
        }

        private String value(int part) {
            return name + "." + count + "." + part;
        }

        private void batch(int size) {
            Set<String> chosen = new HashSet<>();
            while (chosen.size() < size) {
                chosen.add(key());
            }
            List<Doc> docs = new ArrayList<>();
            Map<String, String> values = new LinkedHashMap<>();
            for (String key : chosen) {
                Doc doc = new Doc(key, value(docs.size()));
                docs.add(doc);
                values.put(key, doc.value());
            }
            Api.Call call = call();
            HistoryRecorder.Call record =
                    recorder.invoke(name, Batches.APPLY, call.requestId(), values);
            Map<String, String> versions = write(docs, call, record);
            if (!versions.isEmpty()) {
                record.ok(versions);
            }
        }

        private void readAndUpdate(String key) {
            Optional<Stored> stored = read(key);
            if (stored.isEmpty()) {
                return;
            }
            Doc doc = new Doc(key, value(0), stored.get().version());
            HistoryRecorder.Call record =
                    recorder.invoke(
                            name,
                            RegisterModel.UPDATE,
                            key,
                            Map.of("value", doc.value(), "version", doc.version()));
            Map<String, String> versions = write(List.of(doc), call(), record);
            if (!versions.isEmpty()) {
                record.ok(Map.of("version", versions.getOrDefault(key, "")));
            }
        }

        /** The versions when it is done; nothing when the record was ended here. */
        private Map<String, String> write(
                List<Doc> docs, Api.Call call, HistoryRecorder.Call record) {
            long end = System.nanoTime() + RETRY_FOR.toNanos();
            boolean unanswered = false;
            while (true) {
                try {
                    Map<String, String> versions = api.apply(docs, call);
                    if (versions.size() != docs.size()) {
                        faults.add(docs + " was answered by " + versions);
                    }
                    applied.incrementAndGet();
                    return versions;
                } catch (Api.Refused e) {
                    if (!unanswered) {
                        record.refused(reason(e));
                        return Map.of();
                    }
                    // an earlier try may still have done it
                    record.unknown(e.reason());
                    return Map.of();
                } catch (Api.Away e) {
                    if (!unanswered && (!repeats || System.nanoTime() > end)) {
                        record.refused(AWAY);
                        LockSupport.parkNanos(AWAY_NANOS);
                        return Map.of();
                    }
                    if (System.nanoTime() > end) {
                        record.unknown(AWAY);
                        return Map.of();
                    }
                    LockSupport.parkNanos(AWAY_NANOS);
                } catch (Api.Unknown e) {
                    unanswered = true;
                    if (!repeats || System.nanoTime() > end) {
                        record.unknown(String.valueOf(e.getMessage()));
                        LockSupport.parkNanos(AWAY_NANOS);
                        return Map.of();
                    }
                    LockSupport.parkNanos(AWAY_NANOS);
                }
            }
        }

        private Optional<Stored> read(String key) {
            HistoryRecorder.Call record = recorder.invoke(name, RegisterModel.READ, key, Map.of());
            try {
                Optional<Stored> stored = api.read(key);
                record.ok(
                        stored.map(it -> Map.of("value", it.value(), "version", it.version()))
                                .orElse(Map.of()));
                return stored;
            } catch (Api.Refused e) {
                record.refused(reason(e));
            } catch (Api.Away e) {
                record.refused(AWAY);
                LockSupport.parkNanos(AWAY_NANOS);
            } catch (Api.Unknown e) {
                record.unknown(String.valueOf(e.getMessage()));
                LockSupport.parkNanos(AWAY_NANOS);
            }
            return Optional.empty();
        }

        private void delete(String key) {
            HistoryRecorder.Call record =
                    recorder.invoke(name, RegisterModel.DELETE, key, Map.of());
            try {
                api.delete(key, call());
                record.ok(Map.of());
            } catch (Api.Refused e) {
                record.refused(reason(e));
            } catch (Api.Away e) {
                record.refused(AWAY);
                LockSupport.parkNanos(AWAY_NANOS);
            } catch (Api.Unknown e) {
                record.unknown(String.valueOf(e.getMessage()));
                LockSupport.parkNanos(AWAY_NANOS);
            }
        }

        private Api.Call call() {
            String id = "load-" + seed.value() + "-" + name + "-" + count;
            return new Api.Call(id, repeats ? id : "");
        }

        private String reason(Api.Refused refused) {
            return switch (refused.reason()) {
                case "STALE_VERSION" -> RegisterModel.CONFLICT;
                case "NOT_FOUND" -> RegisterModel.NOT_FOUND;
                case "ALREADY_EXISTS" -> RegisterModel.EXISTS;
                // judged three times and overtaken each time, or too much at once: says nothing
                case "CONFLICT", "OVERLOADED", "PRECONDITION_FAILED" -> "TRY_AGAIN";
                default -> {
                    faults.add(name + ": " + refused.getMessage());
                    yield refused.reason();
                }
            };
        }
    }
}
