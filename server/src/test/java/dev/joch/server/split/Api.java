package dev.joch.server.split;

import dev.joch.testkit.history.Sighting;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the load asks of the server, over either of its faces. */
interface Api extends AutoCloseable {

    /** The server said no, and has done nothing. */
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String reason;

        Refused(String reason, String message) {
            super(reason + ": " + message);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /** There was nobody to ask: nothing was sent. */
    final class Away extends RuntimeException {
        private static final long serialVersionUID = 1;

        Away() {
            super("nobody listens");
        }
    }

    /** Nobody said what was done. */
    final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unknown(String why) {
            super(why);
        }
    }

    /**
     * Who calls, for what.
     *
     * @param requestId for the audit log
     * @param idempotencyKey empty for none
     */
    record Call(String requestId, String idempotencyKey) {}

    /** Applies all documents or none; gives the new version of each key. */
    Map<String, String> apply(List<Doc> docs, Call call);

    Optional<Stored> read(String key);

    void delete(String key, Call call);

    /** What a namespace holds, and the revision at which it held it. */
    Listed list(String namespace);

    record Listed(List<Stored> documents, long revision) {}

    /** Whoever looks at a stream. */
    @FunctionalInterface
    interface Viewer {
        /** Whether to go on. */
        boolean takes(Sighting sighting);
    }

    /**
     * Follows changes until the stream ends, in whatever way, or the watcher has enough.
     *
     * @param namespace empty for all
     * @param watcher gets sightings that name no watcher
     */
    void watch(String namespace, long from, Viewer watcher);

    @Override
    void close();
}
