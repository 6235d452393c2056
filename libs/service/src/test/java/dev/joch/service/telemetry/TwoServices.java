package dev.joch.service.telemetry;

import dev.joch.admission.v1.AdmissionServiceGrpc;
import dev.joch.admission.v1.ReviewRequest;
import dev.joch.admission.v1.ReviewResponse;
import dev.joch.resourcestore.v1.GetRequest;
import dev.joch.resourcestore.v1.GetResponse;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.resourcestore.v1.WatchRequest;
import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.mesh.MeshConfig;
import dev.joch.service.mesh.MeshEndpoint;
import dev.joch.service.mesh.MeshServer;
import dev.joch.service.mesh.OpenMeshGuard;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.stub.StreamObserver;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A caller, admission, which it calls, and a store, which admission asks; each with a process. */
final class TwoServices implements AutoCloseable {

    private static final int MAX_BYTES = 1 << 20;

    final Telemetry first;
    final Telemetry second;
    final Telemetry caller;

    /** What the store saw as its place in the trace. */
    final List<String> seen = new CopyOnWriteArrayList<>();

    private final MeshServer admissionServer;
    private final MeshServer storeServer;
    private final MeshChannels toStore;
    private final MeshChannels toAdmission;

    TwoServices(boolean split, String endpoint, double ratio) {
        caller = telemetry("caller", endpoint, ratio);
        first = telemetry("joch-admission", endpoint, ratio);
        second = telemetry("joch-resource-store", endpoint, ratio);
        storeServer = server(split, "store", new Store(), second);
        toStore = channels(split, "store", storeServer, first);
        admissionServer = server(split, "admission", new Admission(), first);
        toAdmission = channels(split, "admission", admissionServer, caller);
    }

    private static Telemetry telemetry(String service, String endpoint, double ratio) {
        return Telemetry.of(
                new TelemetryConfig(service, endpoint, Map.of(), ratio, 64, 16), service, Map.of());
    }

    private String name(String part) {
        return part + System.identityHashCode(this);
    }

    private MeshServer server(
            boolean split, String part, io.grpc.BindableService endpoint, Telemetry telemetry) {
        MeshServer server =
                new MeshServer(
                        name(part),
                        new MeshConfig(split, "127.0.0.1", 0, Map.of(), MAX_BYTES),
                        List.of(new MeshEndpoint(part, endpoint)),
                        new OpenMeshGuard(),
                        telemetry.openTelemetry());
        server.start();
        return server;
    }

    private MeshChannels channels(
            boolean split, String part, MeshServer server, Telemetry telemetry) {
        Map<String, String> peers = Map.of(part, "dns:///127.0.0.1:" + server.port());
        return new MeshChannels(
                name(part),
                new MeshConfig(split, "", 0, peers, MAX_BYTES),
                new OpenMeshGuard(),
                telemetry.openTelemetry());
    }

    AdmissionServiceGrpc.AdmissionServiceBlockingStub admission() {
        return AdmissionServiceGrpc.newBlockingStub(toAdmission.to("admission"));
    }

    @Override
    public void close() {
        toAdmission.close();
        toStore.close();
        admissionServer.close();
        storeServer.close();
        caller.close();
        first.close();
        second.close();
    }

    private final class Admission extends AdmissionServiceGrpc.AdmissionServiceImplBase {
        @Override
        public void review(ReviewRequest request, StreamObserver<ReviewResponse> answer) {
            ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub store =
                    ResourceStoreServiceGrpc.newBlockingStub(toStore.to("store"));
            store.watch(WatchRequest.getDefaultInstance()).forEachRemaining(ignored -> {});
            store.get(GetRequest.getDefaultInstance());
            answer.onNext(ReviewResponse.getDefaultInstance());
            answer.onCompleted();
        }
    }

    private final class Store extends ResourceStoreServiceGrpc.ResourceStoreServiceImplBase {
        @Override
        public void get(GetRequest request, StreamObserver<GetResponse> answer) {
            seen.add(TraceParent.current());
            if (seen.size() > 1) {
                throw new ProblemException(new ServiceProblem.Unavailable("the probe"));
            }
            answer.onNext(GetResponse.getDefaultInstance());
            answer.onCompleted();
        }

        @Override
        public void watch(WatchRequest request, StreamObserver<WatchResponse> answer) {
            answer.onNext(WatchResponse.getDefaultInstance());
            answer.onCompleted();
        }
    }
}
