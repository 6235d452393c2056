package dev.joch.controllermanager;

import com.google.protobuf.Any;
import com.google.protobuf.Message;

import dev.joch.event.v1.EventContext;
import dev.joch.event.v1.ResourceApplied;
import dev.joch.event.v1.ResourceDeleted;
import dev.joch.event.v1.ResourceStatusUpdated;
import dev.joch.events.Event;
import dev.joch.events.Events;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.BatchGetRequest;
import dev.joch.resourcestore.v1.BatchGetResponse;
import dev.joch.resourcestore.v1.ListRequest;
import dev.joch.resourcestore.v1.ListResponse;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.Outcome;
import dev.joch.resourcestore.v1.Precondition;
import dev.joch.resourcestore.v1.Put;
import dev.joch.resourcestore.v1.PutStatus;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceImplBase;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.resourcestore.v1.WriteResponse;
import dev.joch.service.identity.CallingService;
import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemException;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that says what happened, as the real one does. */
final class FakeStore extends ResourceStoreServiceImplBase {

    record Stale() implements Problem {
        @Override
        public Status.Code code() {
            return Status.Code.ABORTED;
        }

        @Override
        public String reason() {
            return "STALE_VERSION";
        }

        @Override
        public String message() {
            return "somebody else wrote";
        }
    }

    record Unmet() implements Problem {
        @Override
        public Status.Code code() {
            return Status.Code.ABORTED;
        }

        @Override
        public String reason() {
            return "PRECONDITION_FAILED";
        }

        @Override
        public String message() {
            return "what is there is not what was expected";
        }
    }

    record There() implements Problem {
        @Override
        public Status.Code code() {
            return Status.Code.ALREADY_EXISTS;
        }

        @Override
        public String reason() {
            return "ALREADY_EXISTS";
        }

        @Override
        public String message() {
            return "it is there";
        }
    }

    /** A status that was written, and by whom. */
    record Told(String writer, Resource before, Resource after) {}

    final FakeLog log = new FakeLog();
    final AtomicInteger statusWrites = new AtomicInteger();
    final AtomicInteger reads = new AtomicInteger();
    final Map<ResourceKey, List<Told>> told = new ConcurrentHashMap<>();
    final Map<ResourceKey, AtomicInteger> created = new ConcurrentHashMap<>();

    /** Creations of what was there. */
    final Map<ResourceKey, AtomicInteger> refused = new ConcurrentHashMap<>();

    private final Map<String, Resource> records = new ConcurrentSkipListMap<>();
    private volatile @Nullable Held held;
    private long revision;

    /** A place where writes of the status of one kind wait. */
    record Held(String kind, CountDownLatch arrived, CountDownLatch free) {

        Held(String kind) {
            this(kind, new CountDownLatch(1), new CountDownLatch(1));
        }

        void pass(Mutation mutation) {
            if (mutation.getPutStatus().getKey().getKind().equals(kind)) {
                arrived.countDown();
                try {
                    free.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    Held hold(String kind) {
        Held place = new Held(kind);
        held = place;
        return place;
    }

    private static String text(ResourceKey key) {
        return key.getTenant() + "/" + ResourceKeys.text(key);
    }

    synchronized Optional<Resource> get(ResourceKey key) {
        return Optional.ofNullable(records.get(text(key)));
    }

    synchronized List<Resource> all() {
        return List.copyOf(records.values());
    }

    synchronized void put(Resource resource) {
        put(resource, false);
    }

    /** Another service says something about a record. */
    synchronized void say(Resource record, Message status) {
        status(
                PutStatus.newBuilder()
                        .setKey(ResourceKeys.of(record))
                        .setUid(record.getMetadata().getUid())
                        .setResourceVersion(record.getMetadata().getResourceVersion())
                        .setStatus(Any.pack(status))
                        .build());
    }

    /** Deleted by a user; it stays until its finalizers are gone. */
    synchronized void leave(ResourceKey key) {
        Resource.Builder leaving = get(key).orElseThrow().toBuilder();
        leaving.getMetadataBuilder().getDeletedAtBuilder().setSeconds(1);
        put(leaving.build(), true);
    }

    private void put(Put put) {
        ResourceKey key = ResourceKeys.of(put.getResource());
        if (put.getMode() == Put.Mode.MODE_CREATE && get(key).isPresent()) {
            refused.computeIfAbsent(key, _ -> new AtomicInteger()).incrementAndGet();
            throw new ProblemException(new There());
        }
        put(put.getResource(), true);
    }

    private void put(Resource put, boolean update) {
        ResourceKey key = ResourceKeys.of(put);
        Resource before = records.get(text(key));
        boolean same = before != null && before.getSpec().equals(put.getSpec());
        Resource.Builder next = put.toBuilder();
        next.getMetadataBuilder()
                .setUid(before == null ? "uid-" + (revision + 1) : before.getMetadata().getUid())
                .setGeneration(
                        before == null ? 1 : before.getMetadata().getGeneration() + (same ? 0 : 1))
                .setResourceVersion(Long.toString(++revision));
        next.getMetadataBuilder()
                .getCreatedAtBuilder()
                .setSeconds(
                        before == null
                                ? Instant.now().getEpochSecond()
                                : before.getMetadata().getCreatedAt().getSeconds());
        if (before != null && before.hasStatus()) {
            next.setStatus(before.getStatus());
        }
        if (update
                && next.getMetadata().hasDeletedAt()
                && next.getMetadata().getFinalizersCount() == 0) {
            delete(key);
            return;
        }
        if (before == null) {
            created.computeIfAbsent(key, _ -> new AtomicInteger()).incrementAndGet();
        }
        records.put(text(key), next.build());
        say(
                key,
                ResourceApplied.newBuilder()
                        .setContext(EventContext.newBuilder().setTenant(key.getTenant()))
                        .setKey(key)
                        .setRevision(revision)
                        .build());
    }

    synchronized void delete(ResourceKey key) {
        if (records.remove(text(key)) != null) {
            revision++;
            say(key, ResourceDeleted.newBuilder().setKey(key).setRevision(revision).build());
        }
    }

    private void say(ResourceKey key, Message message) {
        log.add(
                new Event(
                        "e" + revision,
                        message.getDescriptorForType().getFullName(),
                        Events.topic(message),
                        ResourceKeys.text(key),
                        "resource-store",
                        key.getTenant(),
                        Instant.now(),
                        "",
                        message.toByteString()));
    }

    @Override
    public void batchGet(BatchGetRequest request, StreamObserver<BatchGetResponse> answer) {
        reads.incrementAndGet();
        BatchGetResponse.Builder found = BatchGetResponse.newBuilder();
        synchronized (this) {
            request.getKeysList().forEach(key -> get(key).ifPresent(found::addResources));
            found.setRevision(revision);
        }
        answer.onNext(found.build());
        answer.onCompleted();
    }

    @Override
    public void list(ListRequest request, StreamObserver<ListResponse> answer) {
        List<Resource> page = new ArrayList<>();
        synchronized (this) {
            records.values().stream()
                    .filter(resource ->
                            request.getFilter().getKindsList().contains(resource.getKind()))
                    .forEach(page::add);
        }
        answer.onNext(ListResponse.newBuilder().addAllResources(page).build());
        answer.onCompleted();
    }

    @Override
    public void write(WriteRequest request, StreamObserver<WriteResponse> answer) {
        WriteResponse.Builder response = WriteResponse.newBuilder();
        Held place = held;
        if (place != null) {
            request.getMutationsList().forEach(place::pass);
        }
        synchronized (this) {
            request.getPreconditionsList().forEach(this::check);
            for (Mutation mutation : request.getMutationsList()) {
                Outcome.Builder outcome =
                        Outcome.newBuilder().setAction(Outcome.Action.ACTION_CONFIGURED);
                switch (mutation.getMutationCase()) {
                    case PUT -> put(mutation.getPut());
                    case PUT_STATUS -> outcome.setResource(status(mutation.getPutStatus()));
                    case DELETE -> delete(mutation.getDelete().getKey());
                    default -> throw new IllegalStateException("an empty mutation");
                }
                response.addOutcomes(outcome);
            }
            response.setRevision(revision);
        }
        answer.onNext(response.build());
        answer.onCompleted();
    }

    private void check(Precondition wanted) {
        Optional<Resource> there = get(wanted.getKey());
        boolean exists = wanted.getExpectation() == Precondition.Expectation.EXPECTATION_EXISTS;
        if (there.isPresent() != exists
                || exists
                        && !wanted.getUid().isEmpty()
                        && !there.orElseThrow().getMetadata().getUid().equals(wanted.getUid())) {
            throw new ProblemException(new Unmet());
        }
    }

    private Resource status(PutStatus put) {
        Resource current = records.get(text(put.getKey()));
        if (current == null
                || !current.getMetadata().getUid().equals(put.getUid())
                || !current.getMetadata().getResourceVersion().equals(put.getResourceVersion())) {
            throw new ProblemException(new Stale());
        }
        statusWrites.incrementAndGet();
        Resource.Builder next = current.toBuilder().setStatus(put.getStatus());
        next.getMetadataBuilder().setResourceVersion(Long.toString(++revision));
        records.put(text(put.getKey()), next.build());
        told.computeIfAbsent(put.getKey(), _ -> new CopyOnWriteArrayList<>())
                .add(new Told(CallingService.current().orElse(""), current, next.build()));
        say(
                put.getKey(),
                ResourceStatusUpdated.newBuilder()
                        .setKey(put.getKey())
                        .setRevision(revision)
                        .build());
        return next.build();
    }
}
