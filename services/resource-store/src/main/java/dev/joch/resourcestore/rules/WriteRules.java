package dev.joch.resourcestore.rules;

import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.rules.WriteCommand.Expectation;
import dev.joch.resourcestore.rules.WriteCommand.Mode;
import dev.joch.resourcestore.rules.WriteCommand.Step;
import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.Outcome;
import dev.joch.resourcestore.v1.Outcome.Action;
import dev.joch.resourcestore.v1.WriteResponse;
import dev.joch.service.problem.ProblemException;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What one command does to the catalogue. Writes into a draft that is thrown away when the command
 * is refused.
 */
final class WriteRules {

    private final Draft draft;
    private final Supplier<String> uids;

    WriteRules(Draft draft, Supplier<String> uids) {
        this.draft = draft;
        this.uids = uids;
    }

    WriteResponse decide(WriteCommand command) {
        command.expectations().forEach(this::check);
        DeletionRules deletions = new DeletionRules(draft, keysToDelete(command));
        WriteResponse.Builder response = WriteResponse.newBuilder();
        for (Step step : command.steps()) {
            response.addOutcomes(
                    switch (step) {
                        case Step.Put put -> put(put, deletions);
                        case Step.PutStatus status -> putStatus(status);
                        case Step.Delete delete -> deletions.delete(delete);
                    });
        }
        return response.addAllOutcomes(deletions.further()).setRevision(draft.revision()).build();
    }

    private static Set<Key> keysToDelete(WriteCommand command) {
        return command.steps().stream()
                .filter(Step.Delete.class::isInstance)
                .map(Step::key)
                .collect(Collectors.toSet());
    }

    private void check(Expectation expectation) {
        Optional<Version> head = draft.head(expectation.key());
        Optional<String> wrong =
                switch (expectation) {
                    case Expectation.Absent absent -> head.map(version -> "exists");
                    case Expectation.Exists exists ->
                            head.isEmpty()
                                    ? Optional.of("does not exist")
                                    : differs(head.get(), exists);
                };
        if (wrong.isPresent()) {
            throw new ProblemException(
                    new ResourceStoreProblem.PreconditionFailed(expectation.key(), wrong.get()));
        }
    }

    private static Optional<String> differs(Version head, Expectation.Exists expected) {
        if (head.deleting()) {
            return Optional.of("is being deleted");
        }
        if (!expected.uid().isEmpty() && !expected.uid().equals(head.uid())) {
            return Optional.of("was deleted and created again");
        }
        boolean moved =
                !expected.resourceVersion().isEmpty()
                        && !expected.resourceVersion().equals(head.resourceVersion());
        return moved ? Optional.of("changed") : Optional.empty();
    }

    private Outcome put(Step.Put put, DeletionRules deletions) {
        ObjectMeta given = put.resource().getMetadata();
        Optional<Version> head = draft.head(put.key());
        if (head.isEmpty()) {
            boolean wasRead = !given.getResourceVersion().isEmpty() || !given.getUid().isEmpty();
            if (put.mode() == Mode.UPDATE || (put.mode() != Mode.CREATE && wasRead)) {
                throw new ProblemException(new ResourceStoreProblem.NotFound(put.key()));
            }
            return create(put);
        }
        Version current = head.get();
        if (put.mode() == Mode.CREATE) {
            throw new ProblemException(
                    new ResourceStoreProblem.AlreadyExists(put.key(), current.deleting()));
        }
        requireCurrent(current, given.getUid(), given.getResourceVersion());
        return update(put, current, deletions);
    }

    private Outcome create(Step.Put put) {
        Resource.Builder created = put.resource().toBuilder().clearStatus();
        created.getMetadataBuilder()
                .setTenant(put.key().tenant())
                .setUid(uids.get())
                .setGeneration(1)
                .setCreatedAt(draft.timestamp())
                .clearDeletedAt()
                .clearFinalizers()
                .addAllFinalizers(Finalizers.ofUser(put.resource()));
        Version version = draft.append(ChangeType.CHANGE_TYPE_ADDED, created, put.references());
        return outcome(Action.ACTION_CREATED, version.resource());
    }

    private Outcome update(Step.Put put, Version current, DeletionRules deletions) {
        Resource.Builder next = wanted(put.resource(), current.resource());
        boolean specChanged =
                next.hasSpec() != current.resource().hasSpec()
                        || !next.getSpec().equals(current.resource().getSpec());
        if (current.deleting()) {
            requireHarmless(put, current, specChanged);
        }
        if (put.references().equals(current.references())
                && next.build().equals(current.resource())) {
            return outcome(Action.ACTION_UNCHANGED, current.resource());
        }
        if (current.deleting() && next.getMetadata().getFinalizersCount() == 0) {
            return deletions.finish(current, next);
        }
        if (specChanged) {
            next.getMetadataBuilder()
                    .setGeneration(current.resource().getMetadata().getGeneration() + 1);
        }
        Version version = draft.append(ChangeType.CHANGE_TYPE_MODIFIED, next, put.references());
        return outcome(Action.ACTION_CONFIGURED, version.resource());
    }

    /** The stored resource with everything that a put may say taken from the put. */
    private static Resource.Builder wanted(Resource put, Resource current) {
        Resource.Builder next = current.toBuilder().setApiVersion(put.getApiVersion());
        if (put.hasSpec()) {
            next.setSpec(put.getSpec());
        } else {
            next.clearSpec();
        }
        ObjectMeta given = put.getMetadata();
        next.getMetadataBuilder()
                .clearLabels()
                .putAllLabels(given.getLabelsMap())
                .clearAnnotations()
                .putAllAnnotations(given.getAnnotationsMap())
                .clearFinalizers()
                .addAllFinalizers(Finalizers.merged(put, current))
                .clearOwnerReferences()
                .addAllOwnerReferences(given.getOwnerReferencesList());
        return next;
    }

    private static void requireHarmless(Step.Put put, Version current, boolean specChanged) {
        if (specChanged) {
            throw new ProblemException(
                    new ResourceStoreProblem.Deleting(current.key(), "change of its spec"));
        }
        if (!current.resource()
                .getMetadata()
                .getFinalizersList()
                .containsAll(Finalizers.ofUser(put.resource()))) {
            throw new ProblemException(
                    new ResourceStoreProblem.Deleting(current.key(), "new finalizer"));
        }
    }

    private Outcome putStatus(Step.PutStatus put) {
        Version current =
                draft.head(put.key())
                        .orElseThrow(() ->
                                new ProblemException(new ResourceStoreProblem.NotFound(put.key())));
        requireCurrent(current, put.uid(), put.resourceVersion());
        Resource.Builder next = current.resource().toBuilder();
        if (put.status() == null) {
            next.clearStatus();
        } else {
            next.setStatus(put.status());
        }
        if (next.build().equals(current.resource())) {
            return outcome(Action.ACTION_UNCHANGED, current.resource());
        }
        Version version = draft.append(ChangeType.CHANGE_TYPE_MODIFIED, next, current.references());
        return outcome(Action.ACTION_CONFIGURED, version.resource());
    }

    /** An empty uid or version expects nothing. */
    static void requireCurrent(Version current, String uid, String resourceVersion) {
        if (!uid.isEmpty() && !uid.equals(current.uid())) {
            throw new ProblemException(
                    new ResourceStoreProblem.UidMismatch(current.key(), uid, current.uid()));
        }
        if (!resourceVersion.isEmpty() && !resourceVersion.equals(current.resourceVersion())) {
            throw new ProblemException(
                    new ResourceStoreProblem.StaleVersion(
                            current.key(), resourceVersion, current.resourceVersion()));
        }
    }

    static Outcome outcome(Action action, Resource resource) {
        return Outcome.newBuilder().setAction(action).setResource(resource).build();
    }
}
