package dev.joch.resourcestore.store;

import dev.joch.resource.v1alpha1.OwnerReference;
import dev.joch.resourcestore.catalogue.Bounds;
import dev.joch.resourcestore.catalogue.Catalogue;
import dev.joch.resourcestore.catalogue.Change;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.RememberedAnswer;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.rules.DecideGroup;
import dev.joch.resourcestore.rules.GroupPlan;
import dev.joch.resourcestore.rules.WriteCommand;
import dev.joch.service.id.Ids;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Keeps everything in this process and loses it with it: for tests and for work without a server.
 */
public final class MemoryResourceStore implements ResourceStore {

    private final InstantSource clock;
    private final Ids ids;
    private final NavigableMap<Key, Version> heads = new TreeMap<>();
    private final NavigableMap<Long, Change> log = new TreeMap<>();
    private final Sources<Key> referrers = new Sources<>();
    private final Sources<String> owned = new Sources<>();
    private final Map<RememberedAnswer.RequestName, RememberedAnswer> answers = new HashMap<>();
    private final Catalogue catalogue = new Current();
    private long revision;
    private long compacted;

    public MemoryResourceStore(InstantSource clock, Ids ids) {
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public synchronized GroupPlan write(List<WriteCommand> group) {
        GroupPlan plan =
                DecideGroup.plan(catalogue, revision, group, clock.instant(), ids::nextText);
        for (Change change : plan.changes()) {
            Version version = change.version();
            Version before =
                    version.gone()
                            ? heads.remove(version.key())
                            : heads.put(version.key(), version);
            if (before != null) {
                unlink(before);
            }
            if (!version.gone()) {
                link(version);
            }
            log.put(version.revision(), change);
        }
        plan.remembered().forEach(answer -> answers.put(answer.name(), answer));
        revision = plan.revision();
        notifyAll();
        return plan;
    }

    private void link(Version version) {
        version.references().forEach(target -> referrers.add(target, version.key()));
        owners(version).forEach(uid -> owned.add(uid, version.key()));
    }

    private void unlink(Version version) {
        version.references().forEach(target -> referrers.remove(target, version.key()));
        owners(version).forEach(uid -> owned.remove(uid, version.key()));
    }

    private static List<String> owners(Version version) {
        return version.resource().getMetadata().getOwnerReferencesList().stream()
                .map(OwnerReference::getUid)
                .distinct()
                .toList();
    }

    @Override
    public synchronized Bounds bounds() {
        return new Bounds(revision, compacted);
    }

    @Override
    public synchronized Optional<Version> get(Key key, long at) {
        long shown = RevisionRules.readable(at, bounds());
        if (shown == revision) {
            return Optional.ofNullable(heads.get(key));
        }
        return history(key, shown + 1, 1).stream().filter(version -> !version.gone()).findFirst();
    }

    @Override
    public synchronized Batch getAll(List<Key> keys) {
        return new Batch(
                keys.stream().flatMap(key -> catalogue.head(key).stream()).toList(), revision);
    }

    @Override
    public synchronized ListPage list(ListQuery query) {
        long shown = RevisionRules.readable(query.revision(), bounds());
        NavigableMap<Key, Version> state = shown == revision ? heads : stateAt(shown);
        PageScan scan = new PageScan(query, shown);
        NavigableMap<Key, Version> rest =
                query.after().map(key -> state.tailMap(key, false)).orElse(state);
        for (Version version : rest.values()) {
            boolean covered = query.selection().covers(version.key());
            if (!scan.isOpen() || (covered && !scan.take(version))) {
                return scan.page();
            }
        }
        scan.end();
        return scan.page();
    }

    /** The newest state with all changes since then taken back. */
    private NavigableMap<Key, Version> stateAt(long shown) {
        NavigableMap<Key, Version> state = new TreeMap<>(heads);
        for (Change change : log.tailMap(shown, false).descendingMap().values()) {
            Version version = change.version();
            Change before = log.get(version.previousRevision());
            if (before == null) {
                state.remove(version.key());
            } else {
                state.put(version.key(), before.version());
            }
        }
        return state;
    }

    @Override
    public synchronized List<Version> history(Key key, long below, int limit) {
        return log
                .headMap(below == 0 ? Long.MAX_VALUE : below, false)
                .descendingMap()
                .values()
                .stream()
                .map(Change::version)
                .filter(version -> version.key().equals(key))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Key> referrers(Key key, Optional<Key> after, int limit) {
        return referrers.of(key).stream()
                .filter(referrer -> after.isEmpty() || referrer.compareTo(after.get()) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Change> changesAfter(long after, int limit) {
        RevisionRules.requireRetained(after, bounds());
        return log.tailMap(after, false).values().stream().limit(limit).toList();
    }

    @Override
    public synchronized long awaitChange(long after, Duration patience)
            throws InterruptedException {
        if (revision <= after) {
            wait(Math.max(1, patience.toMillis()));
        }
        return revision;
    }

    @Override
    public synchronized Compaction compact(long wanted) {
        long horizon = Math.min(wanted, revision);
        if (horizon <= compacted) {
            return new Compaction(compacted, 0);
        }
        List<Long> dropped = new ArrayList<>();
        for (Change change : log.subMap(compacted, false, horizon, true).values()) {
            Version version = change.version();
            if (log.containsKey(version.previousRevision())) {
                dropped.add(version.previousRevision());
            }
            if (version.gone()) {
                dropped.add(version.revision());
            }
        }
        dropped.forEach(log::remove);
        compacted = horizon;
        return new Compaction(horizon, dropped.size());
    }

    @Override
    public synchronized long revisionAt(Instant time) {
        return log.descendingMap().values().stream()
                .filter(change -> change.version().committedAt().isBefore(time))
                .map(Change::revision)
                .findFirst()
                .orElse(0L);
    }

    @Override
    public synchronized int forgetAnswers(Instant before) {
        int all = answers.size();
        answers.values().removeIf(answer -> answer.answeredAt().isBefore(before));
        return all - answers.size();
    }

    @Override
    public void close() {}

    private final class Current implements Catalogue {
        @Override
        public Optional<Version> head(Key key) {
            return Optional.ofNullable(heads.get(key));
        }

        @Override
        public SortedSet<Key> referrers(Key key) {
            return referrers.of(key);
        }

        @Override
        public SortedSet<Key> owned(String tenant, String uid) {
            SortedSet<Key> keys = new TreeSet<>(owned.of(uid));
            keys.removeIf(key -> !key.tenant().equals(tenant));
            return keys;
        }

        @Override
        public Optional<RememberedAnswer> answer(RememberedAnswer.RequestName name) {
            return Optional.ofNullable(answers.get(name));
        }
    }

    /** From what is pointed at to those who point. */
    private static final class Sources<T> {
        private final Map<T, TreeSet<Key>> sources = new HashMap<>();

        void add(T target, Key source) {
            sources.computeIfAbsent(target, none -> new TreeSet<>()).add(source);
        }

        void remove(T target, Key source) {
            sources.computeIfPresent(
                    target,
                    (key, set) -> {
                        set.remove(source);
                        return set.isEmpty() ? null : set;
                    });
        }

        SortedSet<Key> of(T target) {
            TreeSet<Key> found = sources.get(target);
            return found == null ? new TreeSet<>() : found;
        }
    }
}
