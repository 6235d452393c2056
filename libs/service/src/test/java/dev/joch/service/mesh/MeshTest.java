package dev.joch.service.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.v1.GetRequest;
import dev.joch.resourcestore.v1.GetResponse;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.service.caller.Callers;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

@Timeout(20)
class MeshTest {

    /** Answers with the caller it saw, refuses by name, and breaks by name. */
    private static final class Probe extends ResourceStoreServiceGrpc.ResourceStoreServiceImplBase {
        @Override
        public void get(GetRequest request, StreamObserver<GetResponse> answer) {
            if (Context.current().getDeadline() == null) {
                throw new AssertionError("a call came without a deadline");
            }
            switch (request.getKey().getName()) {
                case "refused" ->
                        throw new ProblemException(new ServiceProblem.Overloaded("probe", 7));
                case "broken" -> throw new IllegalStateException("a secret of the inside");
                case "missing" -> throw new NoClassDefFoundError("a secret of the inside");
                default -> {
                    answer.onNext(
                            GetResponse.newBuilder()
                                    .setResource(
                                            Resource.newBuilder()
                                                    .setKind(Callers.current().getSubject()))
                                    .build());
                    answer.onCompleted();
                }
            }
        }
    }

    @FunctionalInterface
    private interface Story {
        void tell(ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub store);
    }

    private static void overBothShapes(boolean split, Story story) {
        MeshConfig listen = new MeshConfig(split, "127.0.0.1", 0, Map.of(), 1 << 20);
        List<MeshEndpoint> endpoints = List.of(new MeshEndpoint("resource-store", new Probe()));
        try (MeshServer server =
                new MeshServer("mesh-test", listen, endpoints, new OpenMeshGuard())) {
            server.start();
            MeshConfig find =
                    new MeshConfig(
                            split,
                            "",
                            0,
                            Map.of("resource-store", "dns:///127.0.0.1:" + server.port()),
                            1 << 20);
            try (MeshChannels channels = new MeshChannels("mesh-test", find, new OpenMeshGuard())) {
                story.tell(ResourceStoreServiceGrpc.newBlockingStub(channels.to("resource-store")));
            }
        }
    }

    private static GetRequest named(String name) {
        GetRequest.Builder request = GetRequest.newBuilder();
        request.getKeyBuilder().setName(name);
        return request.build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theCallerTravelsWithTheCall(boolean split) {
        overBothShapes(
                split,
                store -> {
                    Caller alice = Caller.newBuilder().setSubject("alice").build();
                    String seen =
                            callAs(alice, () -> store.get(named("x")).getResource().getKind());
                    assertThat(seen).isEqualTo("alice");
                });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRefusalArrivesAsTheProblemItWas(boolean split) {
        overBothShapes(
                split,
                store ->
                        assertThatThrownBy(() -> store.get(named("refused")))
                                .isInstanceOfSatisfying(
                                        StatusRuntimeException.class,
                                        e ->
                                                assertThat(ProblemStatus.fromException(e))
                                                        .hasValueSatisfying(problem -> {
                                                            assertThat(problem.reason())
                                                                    .isEqualTo("OVERLOADED");
                                                            assertThat(problem.code())
                                                                    .isEqualTo(
                                                                            Status.Code
                                                                                    .RESOURCE_EXHAUSTED);
                                                            assertThat(problem.metadata())
                                                                    .containsEntry("limit", "7");
                                                        })));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAccidentTellsStrangersNothing(boolean split) {
        for (String accident : List.of("broken", "missing")) {
            overBothShapes(
                    split,
                    store ->
                            assertThatThrownBy(() -> store.get(named(accident)))
                                    .hasMessageContaining("INTERNAL")
                                    .hasMessageNotContaining("secret"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachServiceTellsItsHealth(boolean split) {
        overBothShapes(
                split,
                store -> {
                    for (String service : List.of("", ResourceStoreServiceGrpc.SERVICE_NAME)) {
                        HealthCheckRequest request =
                                HealthCheckRequest.newBuilder().setService(service).build();
                        assertThat(
                                        HealthGrpc.newBlockingStub(store.getChannel())
                                                .check(request)
                                                .getStatus())
                                .isEqualTo(ServingStatus.SERVING);
                    }
                });
    }

    private static <T> T callAs(Caller caller, java.util.function.Supplier<T> call) {
        Context context = Callers.with(caller);
        Context before = context.attach();
        try {
            return call.get();
        } finally {
            context.detach(before);
        }
    }
}
