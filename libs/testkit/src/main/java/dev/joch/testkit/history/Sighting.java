package dev.joch.testkit.history;

/**
 * One thing a watcher saw, or did.
 *
 * @param watcher who
 * @param type what
 * @param revision of the change; where a watch begins or ends for the other types
 * @param key what changed; empty when nothing did
 * @param value what it is now; empty when it is gone or nothing changed
 */
public record Sighting(String watcher, Type type, long revision, String key, String value) {

    /** What a watcher sees or does. */
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED,
        /** Everything up to this revision was sent. */
        BOOKMARK,
        /** The watcher asked for everything after this revision. */
        RESUMED,
        /** The store no longer has what the watcher asked for. */
        EXPIRED,
        /** The connection ended, for whatever reason. */
        CUT;

        /** Whether it is about a resource. */
        public boolean isChange() {
            return this == ADDED || this == MODIFIED || this == DELETED;
        }
    }
}
