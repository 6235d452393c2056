package dev.joch.apiserver.testing;

import com.google.protobuf.Any;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.BatchGetRequest;
import dev.joch.resourcestore.v1.BatchGetResponse;
import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.Delete;
import dev.joch.resourcestore.v1.GetRequest;
import dev.joch.resourcestore.v1.GetResponse;
import dev.joch.resourcestore.v1.ListHistoryRequest;
import dev.joch.resourcestore.v1.ListHistoryResponse;
import dev.joch.resourcestore.v1.ListReferrersRequest;
import dev.joch.resourcestore.v1.ListReferrersResponse;
import dev.joch.resourcestore.v1.ListRequest;
import dev.joch.resourcestore.v1.ListResponse;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.Outcome;
import dev.joch.resourcestore.v1.Precondition;
import dev.joch.resourcestore.v1.Put;
import dev.joch.resourcestore.v1.PutStatus;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceImplBase;
import dev.joch.resourcestore.v1.Version;
import dev.joch.resourcestore.v1.WatchRequest;
import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.resourcestore.v1.WriteResponse;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A store in memory with the behaviour that the edge relies on, and levers for what goes wrong. */
public final class FakeStore extends ResourceStoreServiceImplBase {

    record Change(long revision, ChangeType type, Resource resource) {}

    private record Remembered(WriteRequest request, WriteResponse response) {}

    private final List<Change> log = new ArrayList<>();
    private Map<String, Resource> state = new TreeMap<>();
    private Map<String, List<ResourceKey>> references = new HashMap<>();
    private final Map<String, Remembered> remembered = new HashMap<>();
    private final Set<FakeWatch> watches = ConcurrentHashMap.newKeySet();
    private long revision = 1;
    private long compacted;
    private int failPreconditions;
    private @Nullable Runnable beforeCommit;
    private volatile boolean away;

    /** The next writes find their preconditions broken. */
    public synchronized void failPreconditions(int times) {
        failPreconditions = times;
    }

    /** Something happens between the check of rights and the next commit. */
    public synchronized void beforeNextCommit(Runnable action) {
        beforeCommit = action;
    }

    /** All changes so far are forgotten. */
    public synchronized void compact() {
        compacted = revision;
    }

    /** Ends all watches as a store does that goes away; while away it takes no new ones. */
    public void goAway() {
        away = true;
        watches.forEach(watch ->
                watch.end(StoreRules.refusal(Status.Code.UNAVAILABLE, "UNAVAILABLE", "away")));
    }

    public void comeBack() {
        away = false;
    }

    /** Watches that somebody reads. */
    public int watches() {
        return (int) watches.stream().filter(watch -> !watch.over()).count();
    }

    public synchronized long revision() {
        return revision;
    }

    public synchronized int size() {
        return state.size();
    }

    public synchronized List<Resource> resources() {
        return List.copyOf(state.values());
    }

    /** Stores behind the edge's back. */
    public synchronized void put(Resource resource, ResourceKey... refers) {
        put(Put.newBuilder().setResource(resource).addAllReferences(List.of(refers)).build());
        notifyAll();
    }

    /** Writes a status behind the edge's back. */
    public synchronized void putStatus(Resource resource, Any status) {
        putStatus(
                PutStatus.newBuilder()
                        .setKey(StoreRules.keyOf(resource))
                        .setStatus(status)
                        .build());
        notifyAll();
    }

    @Override
    public synchronized void write(WriteRequest request, StreamObserver<WriteResponse> out) {
        Remembered before = remembered.get(request.getRequestId());
        if (!request.getRequestId().isEmpty() && before != null) {
            if (!before.request().equals(request)) {
                throw StoreRules.refusal(
                        Status.Code.INVALID_ARGUMENT,
                        "REQUEST_ID_REUSED",
                        "used for other content");
            }
            answer(out, before.response().toBuilder().setReplayed(true).build());
            return;
        }
        Runnable first = request.getValidateOnly() ? null : beforeCommit;
        if (first != null) {
            beforeCommit = null;
            first.run();
        }
        request.getPreconditionsList().forEach(this::requireHolds);
        if (failPreconditions > 0) {
            failPreconditions--;
            throw StoreRules.refusal(
                    Status.Code.FAILED_PRECONDITION, "PRECONDITION_FAILED", "changed");
        }
        Map<String, Resource> stateBefore = new TreeMap<>(state);
        Map<String, List<ResourceKey>> referencesBefore = new HashMap<>(references);
        int logBefore = log.size();
        long revisionBefore = revision;
        WriteResponse response;
        boolean keep = false;
        try {
            WriteResponse.Builder building = WriteResponse.newBuilder();
            List<Outcome> cascaded = new ArrayList<>();
            for (Mutation mutation : request.getMutationsList()) {
                building.addOutcomes(mutate(mutation, cascaded));
            }
            response = building.addAllOutcomes(cascaded).setRevision(revision).build();
            keep = !request.getValidateOnly();
        } finally {
            if (!keep) {
                state = stateBefore;
                references = referencesBefore;
                revision = revisionBefore;
                log.subList(logBefore, log.size()).clear();
            }
        }
        if (keep && !request.getRequestId().isEmpty()) {
            remembered.put(request.getRequestId(), new Remembered(request, response));
        }
        notifyAll();
        answer(out, response);
    }

    private void requireHolds(Precondition precondition) {
        boolean there = state.containsKey(StoreRules.text(precondition.getKey()));
        boolean wanted =
                precondition.getExpectation() == Precondition.Expectation.EXPECTATION_EXISTS;
        if (there != wanted) {
            throw StoreRules.refusal(
                    Status.Code.FAILED_PRECONDITION, "PRECONDITION_FAILED", "changed");
        }
    }

    private Outcome mutate(Mutation mutation, List<Outcome> cascaded) {
        return switch (mutation.getMutationCase()) {
            case PUT -> put(mutation.getPut());
            case PUT_STATUS -> putStatus(mutation.getPutStatus());
            case DELETE -> delete(mutation.getDelete(), cascaded);
            case MUTATION_NOT_SET -> throw new IllegalStateException("no mutation");
        };
    }

    private Outcome put(Put put) {
        Resource wanted = put.getResource();
        String key = StoreRules.text(StoreRules.keyOf(wanted));
        Resource current = state.get(key);
        StoreRules.requireVersion(wanted.getMetadata().getResourceVersion(), current);
        if (current == null && put.getMode() == Put.Mode.MODE_UPDATE) {
            throw StoreRules.notFound(key);
        }
        if (current != null && put.getMode() == Put.Mode.MODE_CREATE) {
            throw StoreRules.refusal(Status.Code.ALREADY_EXISTS, "ALREADY_EXISTS", key);
        }
        references.put(key, put.getReferencesList());
        if (current != null && StoreRules.userPart(current).equals(StoreRules.userPart(wanted))) {
            return outcome(Outcome.Action.ACTION_UNCHANGED, current);
        }
        long generation = current == null ? 1 : current.getMetadata().getGeneration();
        if (current != null && !current.getSpec().equals(wanted.getSpec())) {
            generation++;
        }
        Resource.Builder stored = wanted.toBuilder();
        stored.getMetadataBuilder()
                .setUid(current == null ? "uid-" + (revision + 1) : current.getMetadata().getUid())
                .setCreatedAt(StoreRules.createdAt(current))
                .setGeneration(generation);
        if (current != null && current.hasStatus()) {
            stored.setStatus(current.getStatus());
        }
        Resource committed =
                commit(
                        key,
                        current == null
                                ? ChangeType.CHANGE_TYPE_ADDED
                                : ChangeType.CHANGE_TYPE_MODIFIED,
                        stored);
        return outcome(
                current == null ? Outcome.Action.ACTION_CREATED : Outcome.Action.ACTION_CONFIGURED,
                committed);
    }

    private Outcome putStatus(PutStatus put) {
        String key = StoreRules.text(put.getKey());
        Resource current = require(key);
        StoreRules.requireVersion(put.getResourceVersion(), current);
        return outcome(
                Outcome.Action.ACTION_CONFIGURED,
                commit(
                        key,
                        ChangeType.CHANGE_TYPE_MODIFIED,
                        current.toBuilder().setStatus(put.getStatus())));
    }

    private Outcome delete(Delete delete, List<Outcome> cascaded) {
        String key = StoreRules.text(delete.getKey());
        Resource current = require(key);
        StoreRules.requireVersion(delete.getResourceVersion(), current);
        for (String referrer : referrers(delete.getKey())) {
            switch (delete.getPropagation()) {
                case PROPAGATION_CASCADE -> {
                    Resource gone = require(referrer);
                    remove(referrer, gone);
                    cascaded.add(outcome(Outcome.Action.ACTION_DELETED, gone));
                }
                case PROPAGATION_ORPHAN -> {}
                case PROPAGATION_UNSPECIFIED, UNRECOGNIZED ->
                        throw StoreRules.refusal(
                                Status.Code.FAILED_PRECONDITION,
                                "REFERENCED",
                                "referred to by " + referrer);
            }
        }
        remove(key, current);
        return outcome(Outcome.Action.ACTION_DELETED, current);
    }

    private void remove(String key, Resource current) {
        state.remove(key);
        references.remove(key);
        log.add(new Change(++revision, ChangeType.CHANGE_TYPE_DELETED, current));
    }

    private Resource commit(String key, ChangeType type, Resource.Builder stored) {
        stored.getMetadataBuilder().setResourceVersion(Long.toString(++revision));
        Resource committed = stored.build();
        state.put(key, committed);
        log.add(new Change(revision, type, committed));
        return committed;
    }

    @Override
    public synchronized void get(GetRequest request, StreamObserver<GetResponse> out) {
        Resource found = require(StoreRules.text(request.getKey()));
        if (request.getGeneration() > 0) {
            found =
                    log.stream()
                            .map(Change::resource)
                            .filter(resource ->
                                    StoreRules.text(StoreRules.keyOf(resource))
                                            .equals(StoreRules.text(request.getKey())))
                            .filter(r -> r.getMetadata().getGeneration() == request.getGeneration())
                            .reduce((first, second) -> second)
                            .orElseThrow(() -> StoreRules.notFound("generation"));
        }
        answer(out, GetResponse.newBuilder().setResource(found).build());
    }

    @Override
    public synchronized void batchGet(
            BatchGetRequest request, StreamObserver<BatchGetResponse> out) {
        BatchGetResponse.Builder response = BatchGetResponse.newBuilder().setRevision(revision);
        for (ResourceKey key : request.getKeysList()) {
            Resource found = state.get(StoreRules.text(key));
            if (found != null) {
                response.addResources(found);
            }
        }
        answer(out, response.build());
    }

    @Override
    public synchronized void list(ListRequest request, StreamObserver<ListResponse> out) {
        answer(out, StoreRules.page(request, List.copyOf(state.values()), revision));
    }

    @Override
    public synchronized void listHistory(
            ListHistoryRequest request, StreamObserver<ListHistoryResponse> out) {
        ListHistoryResponse.Builder response = ListHistoryResponse.newBuilder();
        for (Change change : log.reversed()) {
            if (StoreRules.text(StoreRules.keyOf(change.resource()))
                    .equals(StoreRules.text(request.getKey()))) {
                response.addVersions(
                        Version.newBuilder()
                                .setRevision(change.revision())
                                .setType(change.type())
                                .setResource(change.resource()));
            }
        }
        answer(out, response.build());
    }

    @Override
    public synchronized void listReferrers(
            ListReferrersRequest request, StreamObserver<ListReferrersResponse> out) {
        ListReferrersResponse.Builder response = ListReferrersResponse.newBuilder();
        referrers(request.getKey())
                .forEach(key -> response.addReferrers(StoreRules.keyOf(require(key))));
        answer(out, response.build());
    }

    private List<String> referrers(ResourceKey key) {
        return references.entrySet().stream()
                .filter(entry ->
                        entry.getValue().stream()
                                .anyMatch(to -> StoreRules.text(to).equals(StoreRules.text(key))))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> out) {
        if (away) {
            throw StoreRules.refusal(Status.Code.UNAVAILABLE, "UNAVAILABLE", "away");
        }
        synchronized (this) {
            if (request.getFromRevision() > 0 && request.getFromRevision() < compacted) {
                throw StoreRules.refusal(Status.Code.OUT_OF_RANGE, "REVISION_EXPIRED", "compacted");
            }
        }
        FakeWatch watch =
                new FakeWatch(this, request, (ServerCallStreamObserver<WatchResponse>) out);
        watches.add(watch);
        watch.start();
    }

    /** Blocks until there is news for a watch, or half a second has passed. */
    synchronized List<Change> after(long from) throws InterruptedException {
        if (revision <= from) {
            wait(500);
        }
        return log.stream().filter(change -> change.revision() > from).toList();
    }

    void ended(FakeWatch watch) {
        watches.remove(watch);
    }

    private Resource require(String key) {
        Resource found = state.get(key);
        if (found == null) {
            throw StoreRules.notFound(key);
        }
        return found;
    }

    private static Outcome outcome(Outcome.Action action, Resource resource) {
        return Outcome.newBuilder().setAction(action).setResource(resource).build();
    }

    private static <A> void answer(StreamObserver<A> out, A answer) {
        out.onNext(answer);
        out.onCompleted();
    }
}
