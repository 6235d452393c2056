package dev.joch.policyengine;

import com.google.protobuf.ByteString;
import com.google.protobuf.Value;

import dev.joch.policy.v1.DistributeRequest;
import dev.joch.policy.v1.Distributed;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.EvaluateStreamRequest;
import dev.joch.policy.v1.EvaluateStreamResponse;
import dev.joch.policy.v1.GrantBreakGlassRequest;
import dev.joch.policy.v1.GrantBreakGlassResponse;
import dev.joch.policy.v1.PolicyServiceGrpc;
import dev.joch.policy.v1.PolicyServiceGrpc.PolicyServiceBlockingStub;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.Decoded;
import dev.joch.resource.text.DocumentDecoder;
import dev.joch.resource.text.Text;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.postgres.TestPostgres;

import io.grpc.stub.StreamObserver;

import java.util.List;
import java.util.Map;

/** The real module on a real Postgres, with one agent and one policy that has a say for it. */
final class EngineDesk implements AutoCloseable {

    static final String POLICY =
            """
            apiVersion: joch.dev/v1alpha1
            kind: Policy
            metadata: { name: writes, namespace: ns }
            spec:
              appliesTo: { agents: { selector: { matchLabels: { tier: gold } } } }
              rules:
                - name: no-writes
                  when: { tool.sideEffect: external_write }
                  action: { deny: true, reason: no-writes }
                - name: no-pii
                  when: { data.contains: pii }
                  action: { redact: true, redactionRules: [emails] }
                - name: no-premium
                  when: { model.tier: premium }
                  action: { deny: true, reason: too-dear }
            """;

    static final String AGENT =
            """
            apiVersion: joch.dev/v1alpha1
            kind: Agent
            metadata: { name: a, namespace: ns, labels: { owner: x, tier: gold, env: dev } }
            spec: { framework: { adapterRef: { name: f } } }
            """;

    private final String jdbc;
    private JochProcess process;

    EngineDesk() {
        this(TestPostgres.server().newDatabase());
    }

    /** On a database that may have seen an engine before. */
    EngineDesk(String jdbc) {
        this.jdbc = jdbc;
        this.process = start(jdbc);
        distribute(resource(POLICY, 1), resource(AGENT, 2));
    }

    private static JochProcess start(String jdbc) {
        return JochProcess.start(
                List.of("policy-engine"), List.of(), Map.of("joch.database.url", jdbc));
    }

    void restart() {
        process.close();
        process = start(jdbc);
    }

    @Override
    public void close() {
        process.close();
    }

    PolicyServiceBlockingStub engine() {
        return PolicyServiceGrpc.newBlockingStub(
                process.bean(MeshChannels.class).to("policy-engine"));
    }

    StreamObserver<EvaluateStreamRequest> stream(StreamObserver<EvaluateStreamResponse> answers) {
        return PolicyServiceGrpc.newStub(process.bean(MeshChannels.class).to("policy-engine"))
                .evaluateStream(answers);
    }

    static Resource resource(String yaml, long version) {
        Decoded decoded =
                DocumentDecoder.decode(
                        List.of(new Text("test", ByteString.copyFromUtf8(yaml))),
                        DecodeLimits.standard());
        Resource.Builder resource = decoded.documents().getFirst().resource().toBuilder();
        resource.getMetadataBuilder()
                .setTenant("acme")
                .setGeneration(version)
                .setResourceVersion("" + version);
        return resource.build();
    }

    List<Distributed> distribute(Resource... resources) {
        return engine().distribute(
                        DistributeRequest.newBuilder().addAllResources(List.of(resources)).build())
                .getDistributedList();
    }

    /** Says that these are gone. */
    void remove(long revision, Resource... gone) {
        DistributeRequest.Builder request = DistributeRequest.newBuilder();
        for (Resource resource : gone) {
            request.addRemovedBuilder().setKey(ResourceKeys.of(resource)).setRevision(revision);
        }
        engine().distribute(request.build());
    }

    <T> T bean(Class<T> type) {
        return process.bean(type);
    }

    static EvaluateRequest.Builder call(String sideEffect) {
        return EvaluateRequest.newBuilder()
                .setTenant("acme")
                .setNamespace("ns")
                .setAgent("a")
                .setHook("steps/toolCallRequest")
                .putFacts("tool.name", text("t"))
                .putFacts("tool.sideEffect", text(sideEffect));
    }

    /** Lets one call of that tool pass. */
    GrantBreakGlassResponse grant(String tool) {
        return engine().grantBreakGlass(
                        GrantBreakGlassRequest.newBuilder()
                                .setTenant("acme")
                                .setNamespace("ns")
                                .setAgent("a")
                                .setHook("steps/toolCallRequest")
                                .setTool(tool)
                                .setSeconds(600)
                                .setReason("outage")
                                .build());
    }

    static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    EvaluateResponse evaluate(EvaluateRequest.Builder request) {
        return engine().evaluate(request.build());
    }
}
