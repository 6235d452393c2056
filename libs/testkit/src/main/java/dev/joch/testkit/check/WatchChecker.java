package dev.joch.testkit.check;

import dev.joch.testkit.history.History;
import dev.joch.testkit.history.Sighting;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Each watcher sees every change of its scope once, in the order of revisions, over all its
 * resumptions.
 *
 * <p>A watcher's sightings begin with {@code RESUMED}, whose key is the prefix of the keys that it
 * watches. After {@code EXPIRED} nothing comes until it resumes; only then may changes be missing.
 */
public final class WatchChecker {

    private final NavigableMap<Long, Sighting> log = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private WatchChecker(List<Sighting> changes) {
        long last = 0;
        for (Sighting change : changes) {
            if (change.revision() <= last) {
                throw new IllegalArgumentException("the log is not in order at " + change);
            }
            last = change.revision();
            log.put(last, change);
        }
    }

    /**
     * Judges all watchers.
     *
     * @param toTheEnd whether every watcher was given the time to see the last change of its scope
     */
    public static List<Finding> findings(History history, boolean toTheEnd) {
        WatchChecker checker = new WatchChecker(history.changes());
        history.byWatcher()
                .forEach((watcher, sightings) ->
                        checker.new Walk(watcher).over(sightings, toTheEnd));
        return List.copyOf(checker.findings);
    }

    /** One watcher's way through the log. */
    private final class Walk {

        private final String watcher;
        private String prefix = "";
        private boolean begun;
        private boolean expired;
        private long position;

        Walk(String watcher) {
            this.watcher = watcher;
        }

        void over(List<Sighting> sightings, boolean toTheEnd) {
            for (Sighting sighting : sightings) {
                switch (sighting.type()) {
                    case RESUMED -> resume(sighting);
                    case BOOKMARK -> bookmark(sighting);
                    case EXPIRED -> expired = true;
                    case CUT -> {}
                    case ADDED, MODIFIED, DELETED -> change(sighting);
                }
            }
            if (toTheEnd && begun && !expired) {
                log.tailMap(position, false).values().stream()
                        .filter(this::isMine)
                        .findFirst()
                        .ifPresent(missing -> report("behind", "never saw " + missing));
            }
        }

        private void resume(Sighting sighting) {
            if (begun && !expired && sighting.revision() != position) {
                report(
                        "resumption",
                        "resumed at " + sighting.revision() + ", had seen up to " + position);
            }
            begun = true;
            expired = false;
            prefix = sighting.key();
            position = sighting.revision();
        }

        private void bookmark(Sighting sighting) {
            if (isOver(sighting)) {
                return;
            }
            if (sighting.revision() < position) {
                report("bookmark order", sighting + " after " + position);
                return;
            }
            demandNothingMissing(sighting.revision(), true);
            position = sighting.revision();
        }

        private void change(Sighting sighting) {
            if (isOver(sighting)) {
                return;
            }
            if (sighting.revision() <= position) {
                report(
                        sighting.revision() == position ? "duplicate" : "order",
                        sighting + " after " + position);
                return;
            }
            demandNothingMissing(sighting.revision(), false);
            position = sighting.revision();
            compare(sighting);
        }

        private boolean isOver(Sighting sighting) {
            if (!begun || expired) {
                report("after the end", sighting + " without a resumption");
                return true;
            }
            return false;
        }

        private void demandNothingMissing(long upTo, boolean inclusive) {
            log.subMap(position, false, upTo, inclusive).values().stream()
                    .filter(this::isMine)
                    .forEach(missing -> report("gap", "did not see " + missing));
        }

        private void compare(Sighting sighting) {
            @Nullable Sighting change = log.get(sighting.revision());
            if (change == null) {
                boolean compacted = log.isEmpty() || sighting.revision() < log.firstKey();
                if (!compacted) {
                    report("from nowhere", sighting + " is not in the log");
                }
                return;
            }
            if (!isMine(sighting)) {
                report("scope", sighting + " is outside of " + prefix);
            }
            boolean same =
                    change.type() == sighting.type()
                            && change.key().equals(sighting.key())
                            && (change.type() == Sighting.Type.DELETED
                                    || change.value().equals(sighting.value()));
            if (!same) {
                report("content", sighting + ", the log has " + change);
            }
        }

        private boolean isMine(Sighting change) {
            return change.key().startsWith(prefix);
        }

        private void report(String rule, String text) {
            findings.add(new Finding(rule, watcher, text));
        }
    }
}
