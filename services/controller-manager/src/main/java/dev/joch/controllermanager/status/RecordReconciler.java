package dev.joch.controllermanager.status;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

import dev.joch.catalogue.Finalizers;
import dev.joch.catalogue.StatusWrites;
import dev.joch.controllermanager.graph.Dependent;
import dev.joch.controllermanager.graph.GraphStore;
import dev.joch.controllermanager.graph.Remembered;
import dev.joch.controllermanager.graph.Sighting;
import dev.joch.controllermanager.read.Found;
import dev.joch.controllermanager.read.ReadStore;
import dev.joch.controllermanager.run.Outcome;
import dev.joch.controllermanager.run.OwnStatuses;
import dev.joch.controllermanager.run.Reconciler;
import dev.joch.resource.field.Reference;
import dev.joch.resource.field.References;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.failpoint.Failpoint;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The steps that all kinds have in common: read, tell those who depend on it, look, say what was
 * seen, remember what it depends on.
 */
public final class RecordReconciler implements Reconciler {

    /** Who wants the clean-up to come before the end of a record puts this name on it. */
    public static final String FINALIZER = "joch.dev/controller-manager";

    private final KindController controller;
    private final ReadStore reads;
    private final GraphStore graph;
    private final StatusWrites statuses;
    private final Finalizers finalizers;
    private final OwnStatuses own;
    private final Runnable woken;
    private final InstantSource clock;

    /**
     * @param woken called when other keys became due
     */
    public RecordReconciler(
            KindController controller,
            ReadStore reads,
            GraphStore graph,
            StatusWrites statuses,
            Finalizers finalizers,
            OwnStatuses own,
            Runnable woken,
            InstantSource clock) {
        this.controller = controller;
        this.reads = reads;
        this.graph = graph;
        this.statuses = statuses;
        this.finalizers = finalizers;
        this.own = own;
        this.woken = woken;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return controller.kind();
    }

    @Override
    public boolean hearsStatus() {
        return controller.hearsStatus();
    }

    @Override
    public Outcome reconcile(ResourceKey key, long revision) throws SQLException {
        List<ResourceKey> keys = new ArrayList<>(List.of(key));
        keys.addAll(controller.beside(key));
        Found found = reads.read(keys);
        Optional<Resource> present = found.usable(key);
        if (present.isEmpty()) {
            return gone(key, found);
        }
        Resource resource = present.get();
        Remembered known = graph.remembered(key);
        Sighting sight = Sight.of(resource);
        if (!known.knows(sight) && graph.tell(sight)) {
            woken.run();
        }
        Subject subject = subject(key, resource, known, found, revision);
        Look look = controller.look(subject);
        Message status = look.status().build();
        if (!status.equals(subject.status())) {
            Failpoint.CONTROLLER_STATUS_BEFORE.hit();
            Optional<Resource> written = statuses.write(resource, key, status);
            if (written.isPresent()) {
                tellOwn(key, sight, written.get());
            }
            Failpoint.CONTROLLER_STATUS_AFTER.hit();
        }
        // the status comes first: whoever is woken by the next step reads it
        Dependent dependent = look.dependent().orElseGet(() -> byReference(subject));
        if (!known.says(dependent) && graph.depend(dependent)) {
            woken.run();
        }
        return look.again().<Outcome>map(Outcome.RequeueAfter::new).orElseGet(Outcome.Done::new);
    }

    /** Its event wakes nobody here any more, so what others read of the status is told at once. */
    private void tellOwn(ResourceKey key, Sighting told, Resource written) throws SQLException {
        Sighting now = Sight.of(written);
        if (controller.hearsStatus()) {
            own.wrote(key, now.revision());
        }
        if (!now.looksLike(told) && graph.tell(now)) {
            woken.run();
        }
    }

    private Outcome gone(ResourceKey key, Found found) throws SQLException {
        Optional<Resource> leaving = found.any(key);
        if (graph.tell(leaving.map(Sight::of).orElse(Sighting.gone(key, found.revision())))) {
            woken.run();
        }
        controller.gone(key, found.revision());
        if (graph.forget(key, controller.missing(key))) {
            woken.run();
        }
        if (leaving.filter(
                        resource -> resource.getMetadata().getFinalizersList().contains(FINALIZER))
                .isPresent()) {
            Failpoint.CONTROLLER_FINALIZER_BEFORE.hit();
            finalizers.remove(leaving.get(), FINALIZER);
            Failpoint.CONTROLLER_FINALIZER_AFTER.hit();
        }
        return new Outcome.Gone();
    }

    private Subject subject(
            ResourceKey key, Resource resource, Remembered known, Found found, long wokenBy) {
        Kind kind = Kinds.kind(resource.getKind());
        try {
            List<Resolved> resolved = new ArrayList<>();
            long seen = found.revision();
            if (controller.looksUpReferences()) {
                List<Reference> references = References.of(resource);
                Found targets = reads.read(candidates(key, references));
                references.forEach(reference ->
                        resolved.add(new Resolved(reference, find(key, reference, targets))));
                seen = targets.revision();
            }
            return new Subject(
                    key,
                    resource,
                    kind.specOf(resource),
                    kind.statusOf(resource),
                    resolved,
                    known,
                    found,
                    seen,
                    wokenBy,
                    clock.instant());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    ResourceKeys.text(key) + " carries the spec or status of another kind", e);
        }
    }

    private static Optional<Resource> find(ResourceKey key, Reference reference, Found targets) {
        return ResourceKeys.candidates(key.getTenant(), key.getNamespace(), reference).stream()
                .flatMap(candidate -> targets.usable(candidate).stream())
                .findFirst();
    }

    private static Set<ResourceKey> candidates(ResourceKey key, List<Reference> references) {
        Set<ResourceKey> all = new HashSet<>();
        references.forEach(reference ->
                all.addAll(
                        ResourceKeys.candidates(key.getTenant(), key.getNamespace(), reference)));
        return all;
    }

    private static Dependent byReference(Subject subject) {
        return Dependent.of(
                subject.key(),
                candidates(
                        subject.key(),
                        subject.references().stream().map(Resolved::reference).toList()),
                subject.revision());
    }
}
