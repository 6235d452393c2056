package dev.joch.controllermanager.run;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

import dev.joch.common.v1.Caller;
import dev.joch.controllermanager.graph.GraphStore;
import dev.joch.controllermanager.graph.Sighting;
import dev.joch.controllermanager.queue.ResyncStore;
import dev.joch.controllermanager.queue.Urgency;
import dev.joch.controllermanager.queue.Wake;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.Filter;
import dev.joch.resourcestore.v1.ListRequest;
import dev.joch.resourcestore.v1.ListResponse;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.service.caller.Callers;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.process.ServicePart;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Compares each kind with the store now and then: what has no fresh status, or is not what was last
 * seen of it, becomes due. The very first time everything does. One replica does it for all.
 */
public final class Resync implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(Resync.class);

    private static final int PAGE = 500;
    private static final Duration SPREAD = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Who dies in the middle of a kind is replaced after so long. */
    private static final Duration TURN = Duration.ofSeconds(30);

    private final ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub store;
    private final ResyncStore turns;
    private final GraphStore graph;
    private final Set<String> kinds;
    private final Function<Resource, Sighting> sight;
    private final Duration every;
    private final long mostWaiting;
    private final InstantSource clock;
    private final Runnable ring;
    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Thread thread;

    /**
     * @param every how often each kind is compared
     * @param mostWaiting no page is added while more keys than that wait
     */
    public Resync(
            Channel store,
            ResyncStore turns,
            GraphStore graph,
            Set<String> kinds,
            Function<Resource, Sighting> sight,
            Duration every,
            long mostWaiting,
            InstantSource clock,
            Runnable ring) {
        this.store = ResourceStoreServiceGrpc.newBlockingStub(store);
        this.turns = turns;
        this.graph = graph;
        this.kinds = Set.copyOf(kinds);
        this.sight = sight;
        this.every = every;
        this.mostWaiting = mostWaiting;
        this.clock = clock;
        this.ring = ring;
    }

    @Override
    public String name() {
        return "controllers-resync";
    }

    @Override
    public int order() {
        return 180;
    }

    @Override
    public void start() {
        thread =
                Thread.ofVirtual()
                        .name("controllers-resync")
                        .start(
                                Callers.with(
                                                Caller.newBuilder()
                                                        .setSubject("controller-manager")
                                                        .setMethod("service")
                                                        .setTenant("*")
                                                        .build())
                                        .wrap(this::loop));
    }

    private void loop() {
        try {
            while (!stop.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                round();
            }
        } catch (InterruptedException e) {
            LOG.debug("resync stopped");
        }
    }

    private void round() throws InterruptedException {
        try {
            Set<String> later = turns.later();
            for (String kind : kinds) {
                if (stop.getCount() > 0 && !later.contains(kind)) {
                    turn(kind);
                }
            }
        } catch (SQLException e) {
            LOG.debug("whose turn it is is not known now", e);
        }
    }

    private void turn(String kind) throws InterruptedException {
        try {
            ResyncStore.Turn turn = turns.take(kind, TURN);
            if (turn == ResyncStore.Turn.NOT_YET) {
                return;
            }
            if (pages(kind, turn == ResyncStore.Turn.FIRST)) {
                Failpoint.CONTROLLER_RESYNC_BEFORE.hit();
                turns.complete(kind, every);
                Failpoint.CONTROLLER_RESYNC_AFTER.hit();
            }
            graph.prune();
        } catch (SQLException | StatusRuntimeException e) {
            LOG.info("{} are compared with the store later: {}", kind, e.getMessage());
            retry(kind);
        }
    }

    private void retry(String kind) {
        try {
            turns.again(kind, LOOK);
        } catch (SQLException e) {
            LOG.debug("{} wait for their next turn", kind, e);
        }
    }

    private boolean pages(String kind, boolean all) throws SQLException, InterruptedException {
        String token = "";
        do {
            while (turns.waiting() > mostWaiting) {
                turns.again(kind, TURN);
                if (stop.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            ListResponse page =
                    store.withDeadlineAfter(20, TimeUnit.SECONDS)
                            .list(
                                    ListRequest.newBuilder()
                                            .setFilter(
                                                    Filter.newBuilder()
                                                            .setTenant("*")
                                                            .addKinds(kind))
                                            .setPageSize(PAGE)
                                            .setPageToken(token)
                                            .build());
            turns.wake(wakes(page.getResourcesList(), all));
            turns.again(kind, TURN);
            ring.run();
            token = page.getNextPageToken();
        } while (!token.isEmpty() && stop.getCount() > 0);
        return token.isEmpty();
    }

    private List<Wake> wakes(List<Resource> page, boolean all) throws SQLException {
        Set<ResourceKey> stale = new HashSet<>();
        List<Sighting> sightings = new ArrayList<>();
        for (Resource resource : page) {
            if (all || !fresh(resource)) {
                stale.add(ResourceKeys.of(resource));
            } else {
                sightings.add(sight.apply(resource));
            }
        }
        graph.changed(sightings).forEach(changed -> stale.add(changed.key()));
        List<Wake> wakes = new ArrayList<>();
        long step = all ? 0 : SPREAD.toMillis() / Math.max(1, stale.size());
        for (ResourceKey key : stale) {
            wakes.add(
                    new Wake(
                            key,
                            0,
                            Urgency.reached(key),
                            Duration.ofMillis(step * wakes.size()),
                            clock.instant(),
                            ""));
        }
        return wakes;
    }

    /** Whether its status speaks of what it is now. */
    static boolean fresh(Resource resource) {
        if (resource.getMetadata().hasDeletedAt()) {
            return false;
        }
        try {
            Message status = Kinds.kind(resource.getKind()).statusOf(resource);
            FieldDescriptor observed =
                    status.getDescriptorForType().findFieldByName("observed_generation");
            return status.getField(observed).equals(resource.getMetadata().getGeneration());
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }

    @Override
    public void close() {
        stop.countDown();
        Thread loop = thread;
        if (loop == null) {
            return;
        }
        try {
            // not by an interrupt: that would break the connection under a statement
            if (!loop.join(STOP)) {
                LOG.info("the comparison with the store is left to itself");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
