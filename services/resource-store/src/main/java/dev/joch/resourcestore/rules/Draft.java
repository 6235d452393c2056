package dev.joch.resourcestore.rules;

import com.google.protobuf.Timestamp;

import dev.joch.resource.v1alpha1.OwnerReference;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.catalogue.Catalogue;
import dev.joch.resourcestore.catalogue.Change;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.RememberedAnswer;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.v1.ChangeType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The catalogue with changes on top that are not committed yet. */
final class Draft implements Catalogue {

    private final Catalogue below;
    private final Instant now;
    private final String traceparent;
    private final Map<Key, Version> heads = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final Map<RememberedAnswer.RequestName, RememberedAnswer> answers = new HashMap<>();
    private long revision;

    /**
     * @param traceparent of whoever asked for the changes
     */
    Draft(Catalogue below, long revision, Instant now, String traceparent) {
        this.below = below;
        this.revision = revision;
        this.now = now;
        this.traceparent = traceparent;
    }

    /** A draft on top of this one, for one command. */
    Draft layer(String cause) {
        return new Draft(this, revision, now, cause);
    }

    /** Takes over what was decided on a layer above. */
    void accept(Draft layer) {
        heads.putAll(layer.heads);
        changes.addAll(layer.changes);
        answers.putAll(layer.answers);
        revision = layer.revision;
    }

    /** Appends a change and gives it the next revision. */
    Version append(ChangeType type, Resource.Builder resource, List<Key> references) {
        revision++;
        resource.getMetadataBuilder().setResourceVersion(Long.toString(revision));
        Resource body = resource.build();
        Key key = Key.of(body);
        Optional<Version> before = head(key);
        Version version =
                new Version(
                        key,
                        revision,
                        before.map(Version::revision).orElse(0L),
                        type,
                        now,
                        body,
                        references,
                        traceparent);
        heads.put(key, version);
        changes.add(new Change(version, before.map(Version::resource).orElse(null)));
        return version;
    }

    void remember(RememberedAnswer answer) {
        answers.put(answer.name(), answer);
    }

    @Override
    public Optional<Version> head(Key key) {
        Version here = heads.get(key);
        return here == null
                ? below.head(key)
                : Optional.of(here).filter(version -> !version.gone());
    }

    @Override
    public SortedSet<Key> referrers(Key key) {
        return overlaid(below.referrers(key), version -> version.references().contains(key));
    }

    @Override
    public SortedSet<Key> owned(String tenant, String uid) {
        return overlaid(
                below.owned(tenant, uid),
                version -> version.key().tenant().equals(tenant) && isOwnedBy(version, uid));
    }

    private SortedSet<Key> overlaid(SortedSet<Key> stored, Predicate<Version> belongs) {
        SortedSet<Key> keys = new TreeSet<>(stored);
        heads.forEach((key, version) -> {
            keys.remove(key);
            if (!version.gone() && belongs.test(version)) {
                keys.add(key);
            }
        });
        return keys;
    }

    private static boolean isOwnedBy(Version version, String uid) {
        for (OwnerReference owner : version.resource().getMetadata().getOwnerReferencesList()) {
            if (owner.getUid().equals(uid)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Optional<RememberedAnswer> answer(RememberedAnswer.RequestName name) {
        RememberedAnswer here = answers.get(name);
        return here == null ? below.answer(name) : Optional.of(here);
    }

    List<Change> changes() {
        return changes;
    }

    List<RememberedAnswer> remembered() {
        return List.copyOf(answers.values());
    }

    long revision() {
        return revision;
    }

    Instant now() {
        return now;
    }

    Timestamp timestamp() {
        return Timestamp.newBuilder()
                .setSeconds(now.getEpochSecond())
                .setNanos(now.getNano())
                .build();
    }
}
