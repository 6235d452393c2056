package dev.joch.compiler.store;

import dev.joch.compiler.v1.Manifest;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps manifests as long as the process lives: for tests. */
public final class MemoryManifestStore implements ManifestStore {

    private static final Comparator<Slot> ORDER =
            Comparator.comparing(Slot::agent)
                    .thenComparing(Slot::generation, Comparator.reverseOrder())
                    .thenComparing(Slot::environment);

    private final InstantSource clock;
    private final Map<Content, Row> rows = new HashMap<>();
    private final Map<Draft.Place, Draft> heads = new HashMap<>();
    private final TreeMap<Slot, String> newest = new TreeMap<>(ORDER);
    private final Map<Content, Instant> superseded = new HashMap<>();

    private record Content(AgentKey agent, String environment, String digest) {}

    private record Slot(AgentKey agent, long generation, String environment) {}

    private record Row(Manifest manifest, Instant createdAt) {}

    public MemoryManifestStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized List<Kept> keep(List<Draft> drafts) {
        return drafts.stream().map(this::keep).toList();
    }

    private Kept keep(Draft draft) {
        Draft head = heads.get(draft.place());
        if (head != null
                && (head.agentRevision() > draft.agentRevision()
                        || head.inputRevision() > draft.inputRevision())) {
            return new Kept.Stale(head.agentRevision(), head.inputRevision());
        }
        heads.put(draft.place(), draft);
        Content content = new Content(draft.agent(), draft.environment(), draft.digest());
        boolean created = !rows.containsKey(content);
        if (created) {
            long micros = Times.micros(clock.instant());
            Manifest manifest =
                    draft.manifest().toBuilder().setCreatedAt(Times.timestamp(micros)).build();
            rows.put(content, new Row(manifest, Times.instant(micros)));
        }
        Slot slot = new Slot(draft.agent(), draft.generation(), draft.environment());
        String before = newest.put(slot, draft.digest());
        if (before != null && !before.equals(draft.digest())) {
            superseded.put(
                    new Content(draft.agent(), draft.environment(), before), clock.instant());
        }
        return new Kept.Newest(row(content).manifest(), created);
    }

    private Row row(Content content) {
        Row row = rows.get(content);
        if (row == null) {
            throw new IllegalStateException("what is the newest is kept: " + content);
        }
        return row;
    }

    @Override
    public synchronized Optional<Manifest> newest(
            AgentKey agent, long generation, String environment) {
        if (generation == 0 || environment.isEmpty()) {
            Optional<Draft> head =
                    heads.values().stream()
                            .filter(draft -> draft.agent().equals(agent))
                            .filter(draft ->
                                    environment.isEmpty()
                                            || draft.environment().equals(environment))
                            .max(
                                    Comparator.comparing(Draft::agentRevision)
                                            .thenComparing(Draft::inputRevision));
            if (head.isEmpty()) {
                return Optional.empty();
            }
            long wanted = generation == 0 ? head.get().generation() : generation;
            return slot(new Slot(agent, wanted, head.get().environment()));
        }
        return slot(new Slot(agent, generation, environment));
    }

    private Optional<Manifest> slot(Slot slot) {
        return Optional.ofNullable(newest.get(slot))
                .map(digest -> row(new Content(slot.agent(), slot.environment(), digest)))
                .map(Row::manifest);
    }

    @Override
    public synchronized Optional<Manifest> byDigest(AgentKey agent, String digest) {
        return rows.entrySet().stream()
                .filter(row -> row.getKey().agent().equals(agent))
                .filter(row -> row.getKey().digest().equals(digest))
                .map(row -> row.getValue().manifest())
                .findFirst();
    }

    @Override
    public synchronized List<Manifest> list(
            Selection selection, Optional<Position> after, int limit) {
        List<Manifest> page = new ArrayList<>();
        for (Slot slot : newest.keySet()) {
            boolean wanted =
                    slot.agent().tenant().equals(selection.tenant())
                            && (selection.namespaces().isEmpty()
                                    || selection.namespaces().contains(slot.agent().namespace()))
                            && (selection.agent().isEmpty()
                                    || selection.agent().equals(slot.agent().name()))
                            && (selection.environment().isEmpty()
                                    || selection.environment().equals(slot.environment()))
                            && after.map(position ->
                                            ORDER.compare(
                                                            slot,
                                                            new Slot(
                                                                    new AgentKey(
                                                                            selection.tenant(),
                                                                            position.namespace(),
                                                                            position.agent()),
                                                                    position.generation(),
                                                                    position.environment()))
                                                    > 0)
                                    .orElse(true);
            if (wanted && page.size() < limit) {
                page.add(slot(slot).orElseThrow());
            }
        }
        return page;
    }

    @Override
    public synchronized List<Manifest> history(
            AgentKey agent, String environment, Optional<Before> before, int limit) {
        Comparator<Map.Entry<Content, Row>> order =
                Comparator.comparing((Map.Entry<Content, Row> row) -> row.getValue().createdAt())
                        .thenComparing(row -> row.getKey().digest());
        return rows.entrySet().stream()
                .filter(row -> row.getKey().agent().equals(agent))
                .filter(row -> row.getKey().environment().equals(environment))
                .sorted(order.reversed())
                .filter(row -> before.map(last -> isBefore(row, last)).orElse(true))
                .limit(limit)
                .map(row -> row.getValue().manifest())
                .toList();
    }

    private static boolean isBefore(Map.Entry<Content, Row> row, Before last) {
        int time = row.getValue().createdAt().compareTo(last.createdAt());
        return time < 0 || (time == 0 && row.getKey().digest().compareTo(last.digest()) < 0);
    }

    @Override
    public synchronized int dropSuperseded(Instant before, int limit) {
        List<Content> old =
                superseded.entrySet().stream()
                        .filter(entry -> entry.getValue().isBefore(before))
                        .map(Map.Entry::getKey)
                        .filter(content -> !isNewest(content))
                        .limit(limit)
                        .toList();
        old.forEach(content -> {
            rows.remove(content);
            superseded.remove(content);
        });
        return old.size();
    }

    private boolean isNewest(Content content) {
        return newest.entrySet().stream()
                .anyMatch(slot ->
                        slot.getKey().agent().equals(content.agent())
                                && slot.getKey().environment().equals(content.environment())
                                && slot.getValue().equals(content.digest()));
    }

    @Override
    public void close() {}
}
