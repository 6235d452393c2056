package dev.joch.apiserver;

import com.google.protobuf.Any;

import dev.joch.api.v1.GetVersionResponse;
import dev.joch.apiserver.access.AccessDirectory;
import dev.joch.apiserver.access.AccessGate;
import dev.joch.apiserver.access.AccessProblem;
import dev.joch.apiserver.access.AuthenticationInterceptor;
import dev.joch.apiserver.access.Authenticator;
import dev.joch.apiserver.access.Credentials;
import dev.joch.apiserver.access.RefusedCalls;
import dev.joch.apiserver.access.TokenLife;
import dev.joch.apiserver.agbom.AgBomUseCases;
import dev.joch.apiserver.audit.RefusalRecords;
import dev.joch.apiserver.audit.ServerEndpoint;
import dev.joch.apiserver.execution.ExecutionUseCases;
import dev.joch.apiserver.grpc.AgBomEndpoint;
import dev.joch.apiserver.grpc.ExecutionEndpoint;
import dev.joch.apiserver.grpc.GrpcServer;
import dev.joch.apiserver.grpc.PolicyEndpoint;
import dev.joch.apiserver.grpc.ResourceEndpoint;
import dev.joch.apiserver.http.HttpLimits;
import dev.joch.apiserver.http.HttpServer;
import dev.joch.apiserver.peer.Peer;
import dev.joch.apiserver.policy.PolicyUseCases;
import dev.joch.apiserver.resource.FindResource;
import dev.joch.apiserver.resource.OpenWatches;
import dev.joch.apiserver.resource.ResourceUseCases;
import dev.joch.apiserver.resource.WatchResources;
import dev.joch.apiserver.rest.OpenPages;
import dev.joch.apiserver.testing.FakeAdmission;
import dev.joch.apiserver.testing.FakeBills;
import dev.joch.apiserver.testing.FakeCompiler;
import dev.joch.apiserver.testing.FakePolicies;
import dev.joch.apiserver.testing.FakeScheduler;
import dev.joch.apiserver.testing.FakeStore;
import dev.joch.apiserver.testing.FakeTraces;
import dev.joch.apiserver.testing.MemoryAudit;
import dev.joch.apiserver.webhook.WebhookKeys;
import dev.joch.common.v1.Caller;
import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.DocumentDecoder;
import dev.joch.resource.text.Text;
import dev.joch.resource.v1alpha1.ExecutionStatus;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.id.Ids;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.mesh.MeshConfig;
import dev.joch.service.mesh.MeshEndpoint;
import dev.joch.service.mesh.MeshServer;
import dev.joch.service.mesh.OpenMeshGuard;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.telemetry.Telemetry;
import dev.joch.service.telemetry.TelemetryConfig;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The edge with real ports, before services that are stand-ins. Tokens name their caller: {@code
 * admin}, {@code alice}, {@code service}.
 */
final class TestEdge implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Set<String> expired = ConcurrentHashMap.newKeySet();

    /** The environment, as far as webhooks read it. */
    final Map<String, String> variables = new ConcurrentHashMap<>();

    final FakeStore store = new FakeStore();
    final FakeAdmission admission = new FakeAdmission();
    final FakeCompiler compiler = new FakeCompiler();
    final FakeBills bills = new FakeBills();
    final FakePolicies engine = new FakePolicies();
    final FakeScheduler scheduler = new FakeScheduler();
    final FakeTraces traces = new FakeTraces();
    final MemoryAudit audit = new MemoryAudit();
    final OpenWatches watches;
    final HttpServer http;
    final GrpcServer grpc;
    private final Telemetry telemetry;
    private final MeshServer mesh;
    private final MeshChannels channels;
    private final AccessDirectory directory;

    private TestEdge(ApiServerConfig config, Duration recheck) {
        this(config, recheck, "");
    }

    /**
     * @param collector that hears of every call; nobody when empty
     */
    private TestEdge(ApiServerConfig config, Duration recheck, String collector) {
        telemetry =
                Telemetry.of(
                        new TelemetryConfig("joch-apiserver", collector, Map.of(), 1, 512, 512),
                        "test",
                        Map.of());
        String name = "edge-test-" + NUMBER.incrementAndGet();
        MeshConfig collapsed = MeshConfig.collapsed();
        OpenMeshGuard guard = new OpenMeshGuard();
        mesh =
                new MeshServer(
                        name,
                        collapsed,
                        List.of(
                                new MeshEndpoint("resource-store", store),
                                new MeshEndpoint("admission", admission),
                                new MeshEndpoint("compiler", compiler),
                                new MeshEndpoint("agbom", bills),
                                new MeshEndpoint("policy-engine", engine),
                                new MeshEndpoint("scheduler", scheduler),
                                new MeshEndpoint("trace", traces)),
                        guard,
                        telemetry.openTelemetry());
        mesh.start();
        channels = new MeshChannels(name, collapsed, guard, telemetry.openTelemetry());
        directory = new AccessDirectory(channels.to("resource-store"), Duration.ofSeconds(5));
        directory.start();
        AccessGate gate = new AccessGate(directory, List.of("admin"));
        watches = new OpenWatches(config.watches(), recheck);
        watches.start();
        RefusedCalls refusals = (verb, rpc, id, peer, problem) -> {};
        AuthenticationInterceptor authentication =
                new AuthenticationInterceptor(
                        authenticator(), refusals, new Ids(InstantSource.system()));
        ResourceUseCases cases =
                ResourceUseCases.over(
                        channels.to("resource-store"),
                        channels.to("admission"),
                        Peer.at("compiler", channels.to("compiler")),
                        gate,
                        audit,
                        watches,
                        config.patience(),
                        InstantSource.system());
        PublicCalls calls =
                new PublicCalls(
                        List.of(
                                new ResourceEndpoint(cases),
                                new AgBomEndpoint(
                                        AgBomUseCases.over(
                                                Peer.at("agbom", channels.to("agbom")),
                                                gate,
                                                audit)),
                                new PolicyEndpoint(
                                        PolicyUseCases.over(
                                                Peer.at(
                                                        "policy-engine",
                                                        channels.to("policy-engine")),
                                                new FindResource(channels.to("resource-store")),
                                                gate,
                                                audit)),
                                new ExecutionEndpoint(
                                        ExecutionUseCases.over(
                                                new ExecutionUseCases.Peers(
                                                        Peer.at(
                                                                "scheduler",
                                                                channels.to("scheduler")),
                                                        Peer.at("trace", channels.to("trace"))),
                                                cases.create(),
                                                new FindResource(channels.to("resource-store")),
                                                gate,
                                                audit,
                                                recheck,
                                                new ExecutionUseCases.Webhooks(
                                                        new WebhookKeys(variables::get), "default"),
                                                InstantSource.system())),
                                new ServerEndpoint(
                                        GetVersionResponse.newBuilder().setVersion("test").build(),
                                        gate,
                                        audit,
                                        "default")),
                        authentication,
                        new RefusalRecords(audit, "default"),
                        config,
                        telemetry.edge());
        grpc = Faces.grpc(config, calls);
        grpc.start();
        Readiness readiness =
                new Readiness(channels, List.of("resource-store", "admission"), directory::ready);
        http =
                Faces.http(
                        config,
                        calls,
                        new OpenPages(readiness::checks, Optional.of(telemetry.page())),
                        authentication,
                        authenticator(),
                        refusals);
        http.start();
    }

    static TestEdge start() {
        return start(limits(Duration.ofSeconds(10)));
    }

    static TestEdge startTelling(String collector) {
        return new TestEdge(
                config(limits(Duration.ofSeconds(10)), null, null),
                Duration.ofMillis(100),
                collector);
    }

    static TestEdge start(HttpLimits limits) {
        return new TestEdge(config(limits, null, null), Duration.ofMillis(100));
    }

    /** Speaks TLS on both ports. */
    static TestEdge start(File certificate, File key) {
        return new TestEdge(
                config(limits(Duration.ofSeconds(10)), certificate, key), Duration.ofMillis(100));
    }

    static HttpLimits limits(Duration requestTime) {
        return new HttpLimits(
                8 * 1024, 32 * 1024, 12 << 20, 64 << 20, 200, requestTime, Duration.ofSeconds(20));
    }

    private static ApiServerConfig config(
            HttpLimits limits, @Nullable File certificate, @Nullable File key) {
        return new ApiServerConfig(
                "127.0.0.1",
                0,
                0,
                certificate,
                key,
                true,
                200,
                Duration.ofSeconds(20),
                limits,
                50,
                new WatchResources.Patience(Duration.ofSeconds(2), Duration.ofSeconds(5)),
                true);
    }

    /** The record of that run of namespace payments says that it has succeeded. */
    void ended(String run) {
        Resource stored =
                store.resources().stream()
                        .filter(resource ->
                                resource.getKind().equals("Execution")
                                        && resource.getMetadata().getName().equals(run))
                        .findFirst()
                        .orElseThrow();
        store.putStatus(
                stored, Any.pack(ExecutionStatus.newBuilder().setPhase("Succeeded").build()));
    }

    /** The token of this caller is good no more. */
    void expire(String token) {
        expired.add(token);
    }

    private Authenticator authenticator() {
        return new Authenticator() {
            @Override
            public Caller authenticate(Credentials credentials) {
                return caller(credentials);
            }

            @Override
            public TokenLife life(Credentials credentials) {
                return () ->
                        credentials instanceof Credentials.BearerToken(String token)
                                        && expired.contains(token)
                                ? Optional.of(new AccessProblem.TokenExpired("now"))
                                : Optional.empty();
            }
        };
    }

    private static Caller caller(Credentials credentials) {
        if (!(credentials instanceof Credentials.BearerToken(String token))) {
            throw new ProblemException(
                    new AccessProblem.Unauthenticated(
                            "this call needs a token and came without one"));
        }
        return Caller.newBuilder()
                .setSubject(token)
                .setTenant(token.startsWith("other-") ? "other" : "default")
                .setMethod(token.equals("service") ? "service" : "oidc")
                .build();
    }

    String url(String path) {
        return "http://127.0.0.1:" + http.port() + path;
    }

    /** Puts a document into the store behind the edge's back. */
    void given(String yaml) {
        var decoded =
                DocumentDecoder.decode(List.of(Text.of("given", yaml)), DecodeLimits.standard());
        if (decoded.hasErrors()) {
            throw new IllegalArgumentException(decoded.diagnostics().toString());
        }
        decoded.documents()
                .forEach(document -> {
                    Resource.Builder resource = document.resource().toBuilder();
                    resource.getMetadataBuilder().setTenant("default");
                    store.put(resource.build());
                });
    }

    @Override
    public void close() {
        watches.close();
        http.close();
        grpc.close();
        directory.close();
        channels.close();
        telemetry.close();
        mesh.close();
    }
}
