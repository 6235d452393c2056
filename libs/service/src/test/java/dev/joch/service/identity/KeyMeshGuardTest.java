package dev.joch.service.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.GetRequest;
import dev.joch.resourcestore.v1.GetResponse;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub;
import dev.joch.service.id.Ids;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.mesh.MeshConfig;
import dev.joch.service.mesh.MeshEndpoint;
import dev.joch.service.mesh.MeshGuard;
import dev.joch.service.mesh.MeshServer;
import dev.joch.service.mesh.OpenMeshGuard;
import dev.joch.service.problem.ProblemStatus;

import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Over a real port: who proves itself is answered, everybody else is not. */
@Timeout(30)
class KeyMeshGuardTest {

    private static final class Probe extends ResourceStoreServiceGrpc.ResourceStoreServiceImplBase {
        @Override
        public void get(GetRequest request, StreamObserver<GetResponse> answer) {
            String service = CallingService.current().orElse("nobody");
            answer.onNext(
                    GetResponse.newBuilder()
                            .setResource(Resource.newBuilder().setKind(service))
                            .build());
            answer.onCompleted();
        }
    }

    private static final GetRequest REQUEST =
            GetRequest.newBuilder()
                    .setKey(ResourceKey.newBuilder().setKind("Agent").setName("a"))
                    .build();

    @TempDir private Path folder = Path.of("");
    private final MeshConfig listen = new MeshConfig(true, "127.0.0.1", 0, Map.of(), 1 << 20);
    private MeshServer server = new MeshServer("unused", listen, List.of(), new OpenMeshGuard());

    @BeforeEach
    void start() throws IOException {
        for (String service : List.of("apiserver", "admission", "resource-store")) {
            GenerateKeys.make(folder, service);
        }
        server =
                new MeshServer(
                        "guard",
                        listen,
                        List.of(new MeshEndpoint("resource-store", new Probe())),
                        guard("resource-store", folder));
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private MeshGuard guard(String service, Path keys) {
        InstantSource clock = InstantSource.system();
        IdentityConfig config =
                new IdentityConfig(
                        service, keys.resolve(service + ".key"), folder.resolve("trust"));
        return new KeyMeshGuard(config, new Ids(clock), clock);
    }

    private String ask(MeshGuard guard) {
        MeshConfig find =
                new MeshConfig(
                        true,
                        "",
                        0,
                        Map.of("resource-store", "dns:///127.0.0.1:" + server.port()),
                        1 << 20);
        try (MeshChannels channels = new MeshChannels("guard", find, guard)) {
            ResourceStoreServiceBlockingStub store =
                    ResourceStoreServiceGrpc.newBlockingStub(channels.to("resource-store"));
            assertThat(
                            HealthGrpc.newBlockingStub(channels.to("resource-store"))
                                    .check(HealthCheckRequest.getDefaultInstance())
                                    .getStatusValue())
                    .as("health is anybody's")
                    .isEqualTo(1);
            return store.get(REQUEST).getResource().getKind();
        }
    }

    private void refused(String reason, MeshGuard guard) {
        StatusRuntimeException thrown =
                assertThrows(StatusRuntimeException.class, () -> ask(guard));
        assertThat(ProblemStatus.fromException(thrown))
                .hasValueSatisfying(problem -> assertThat(problem.reason()).isEqualTo(reason));
    }

    @Test
    void serviceOfOursIsKnownByName() {
        assertThat(ask(guard("apiserver", folder))).isEqualTo("apiserver");
    }

    @Test
    void callWithoutAProofIsRefused() {
        refused("SERVICE_TOKEN_MISSING", new OpenMeshGuard());
    }

    @Test
    void keyOfSomebodyElseIsRefused(@TempDir Path stranger) throws IOException {
        GenerateKeys.make(stranger, "apiserver");
        refused("SERVICE_TOKEN_FORGED", guard("apiserver", stranger));
        GenerateKeys.make(stranger, "newcomer");
        refused("SERVICE_UNKNOWN", guard("newcomer", stranger));
    }
}
