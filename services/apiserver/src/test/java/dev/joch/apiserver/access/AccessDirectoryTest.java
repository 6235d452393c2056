package dev.joch.apiserver.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.resourcestore.v1.WatchRequest;
import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.service.caller.Callers;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.mesh.MeshConfig;
import dev.joch.service.mesh.MeshEndpoint;
import dev.joch.service.mesh.MeshServer;
import dev.joch.service.mesh.OpenMeshGuard;
import dev.joch.testkit.wait.Await;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(30)
final class AccessDirectoryTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** A store whose watch does what the test says. */
    private static final class ScriptedStore
            extends ResourceStoreServiceGrpc.ResourceStoreServiceImplBase {
        private final List<WatchRequest> requests = new CopyOnWriteArrayList<>();
        private final List<StreamObserver<WatchResponse>> watchers = new CopyOnWriteArrayList<>();
        private volatile List<Resource> state = List.of();
        private volatile boolean holdBack;
        private volatile String callers = "";

        @Override
        public void watch(WatchRequest request, StreamObserver<WatchResponse> observer) {
            requests.add(request);
            watchers.add(observer);
            callers = Callers.current().getMethod() + Callers.current().getTenant();
            if (request.getFromRevision() == 0) {
                for (Resource resource : state) {
                    observer.onNext(change(ChangeType.CHANGE_TYPE_ADDED, resource, 5));
                }
                if (!holdBack) {
                    observer.onNext(end());
                }
            }
        }

        static WatchResponse end() {
            return WatchResponse.newBuilder()
                    .setType(ChangeType.CHANGE_TYPE_BOOKMARK)
                    .setInitialEnd(true)
                    .setRevision(5)
                    .build();
        }

        static WatchResponse change(ChangeType type, Resource resource, long revision) {
            return WatchResponse.newBuilder()
                    .setType(type)
                    .setResource(resource)
                    .setRevision(revision)
                    .build();
        }

        void send(WatchResponse response) {
            watchers.getLast().onNext(response);
        }

        void breakOff(Status status) {
            watchers.getLast().onError(status.asRuntimeException());
        }
    }

    private final ScriptedStore store = new ScriptedStore();
    private final String name = "directory-test-" + NUMBER.incrementAndGet();
    private final MeshServer server =
            new MeshServer(
                    name,
                    MeshConfig.collapsed(),
                    List.of(new MeshEndpoint("resource-store", store)),
                    new OpenMeshGuard());
    private final MeshChannels channels =
            new MeshChannels(name, MeshConfig.collapsed(), new OpenMeshGuard());
    private final AccessDirectory directory =
            new AccessDirectory(channels.to("resource-store"), Duration.ofMillis(300));

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        directory.close();
        channels.close();
        server.close();
    }

    private static Resource team(long version, String... members) {
        return TeamFixture.team(
                "acme", "payments", version, TeamFixture.spec(List.of("payments"), members));
    }

    private boolean holds(String subject) {
        List<HeldRole> held = new ArrayList<>();
        directory.of("acme").collect(subject, held);
        return !held.isEmpty();
    }

    @Test
    void startWaitsForTheWholeState() {
        store.state = List.of(team(3, "alice=admin"));
        directory.start();
        assertThat(directory.ready()).isTrue();
        assertThat(holds("alice")).isTrue();
        assertThat(store.callers).isEqualTo("service*");
        assertThat(store.requests.getFirst().getFilter().getTenant()).isEqualTo("*");
    }

    @Test
    void nobodyIsDecidedOnHalfOfTheTeams() {
        store.holdBack = true;
        store.state = List.of(team(3, "alice=admin"));
        directory.start();
        assertThat(directory.ready()).isFalse();
        assertThatThrownBy(() -> directory.of("acme")).hasMessageStartingWith("RIGHTS_UNAVAILABLE");
        store.send(ScriptedStore.end());
        Await.until("ready", SOON, directory::ready);
    }

    @Test
    void changesAreSeen() {
        directory.start();
        store.send(ScriptedStore.change(ChangeType.CHANGE_TYPE_ADDED, team(6, "alice=admin"), 6));
        Await.until("alice is in", SOON, () -> holds("alice"));
        store.send(ScriptedStore.change(ChangeType.CHANGE_TYPE_MODIFIED, team(7, "bob=admin"), 7));
        Await.until("alice is out", SOON, () -> !holds("alice") && holds("bob"));
        store.send(ScriptedStore.change(ChangeType.CHANGE_TYPE_DELETED, team(7, "bob=admin"), 8));
        Await.until("bob is out", SOON, () -> !holds("bob"));
    }

    @Test
    void watchResumesWhereItBrokeOff() {
        directory.start();
        store.send(ScriptedStore.change(ChangeType.CHANGE_TYPE_ADDED, team(6, "alice=admin"), 6));
        Await.until("alice is in", SOON, () -> holds("alice"));
        store.breakOff(Status.UNAVAILABLE);
        assertThat(holds("alice")).as("the last state goes on holding").isTrue();
        Await.until("asks again", SOON, () -> store.requests.size() == 2);
        assertThat(store.requests.getLast().getFromRevision()).isEqualTo(6);
    }

    @Test
    void afterACompactionTheStateIsReadAnew() {
        store.state = List.of(team(3, "alice=admin"));
        directory.start();
        store.state = List.of(team(9, "bob=admin"));
        store.breakOff(Status.OUT_OF_RANGE);
        Await.until("reads anew", SOON, () -> holds("bob") && !holds("alice"));
        assertThat(store.requests.getLast().getFromRevision()).isZero();
    }

    @Test
    void ownWritesAreSeenAtOnce() {
        directory.start();
        directory.learn(team(6, "carl=viewer"), false);
        assertThat(holds("carl")).isTrue();
        store.send(ScriptedStore.change(ChangeType.CHANGE_TYPE_ADDED, team(4, "old=viewer"), 6));
        store.send(
                ScriptedStore.change(
                        ChangeType.CHANGE_TYPE_ADDED,
                        TeamFixture.team(
                                "acme", "other", 7, TeamFixture.spec(List.of("x"), "last=viewer")),
                        7));
        Await.until("the news came", SOON, () -> holds("last"));
        assertThat(holds("carl")).as("older news does not undo a newer write").isTrue();
    }
}
