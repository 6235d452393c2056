package dev.joch.scheduler;

import com.google.protobuf.Any;

import dev.joch.common.v1.Diagnostic;
import dev.joch.compiler.v1.CompileRequest;
import dev.joch.compiler.v1.CompileResponse;
import dev.joch.compiler.v1.CompileResult;
import dev.joch.compiler.v1.CompilerServiceGrpc.CompilerServiceImplBase;
import dev.joch.compiler.v1.Dependency;
import dev.joch.compiler.v1.GetManifestRequest;
import dev.joch.compiler.v1.GetManifestResponse;
import dev.joch.compiler.v1.Manifest;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.ManifestAgent;
import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Agents that compile, that do not, and whose policies are missing. */
final class FakeCompiler extends CompilerServiceImplBase {

    private final Map<String, Diagnostic> wrong = new ConcurrentHashMap<>();
    private final Map<String, String> missingPolicies = new ConcurrentHashMap<>();
    final AtomicInteger compiled = new AtomicInteger();
    volatile boolean away;

    void breaks(String agent, String message) {
        wrong.put(
                agent,
                Diagnostic.newBuilder()
                        .setSeverity(Diagnostic.Severity.SEVERITY_ERROR)
                        .setReason("REFERENCE_MISSING")
                        .setMessage(message)
                        .build());
    }

    void mends(String agent) {
        wrong.remove(agent);
        missingPolicies.remove(agent);
    }

    void misses(String agent, String policy) {
        missingPolicies.put(agent, policy);
    }

    static String digest(String agent) {
        return "sha256:" + agent;
    }

    private Manifest manifest(String tenant, String namespace, String agent) {
        CompiledAgentManifestSpec spec =
                CompiledAgentManifestSpec.newBuilder()
                        .setAgent(ManifestAgent.newBuilder().setName(agent).setGeneration(3))
                        .setFramework(
                                ManifestFramework.newBuilder()
                                        .setAdapter("custom-java")
                                        .setFramework("custom"))
                        .build();
        Manifest.Builder manifest =
                Manifest.newBuilder()
                        .setResource(
                                Resource.newBuilder()
                                        .setKind("CompiledAgentManifest")
                                        .setMetadata(
                                                ObjectMeta.newBuilder()
                                                        .setTenant(tenant)
                                                        .setNamespace(namespace)
                                                        .setName(agent + "-g3"))
                                        .setSpec(Any.pack(spec)))
                        .setDigest(digest(agent))
                        .setEnvironment("prod");
        if (missingPolicies.containsKey(agent)) {
            manifest.addDependencies(
                    Dependency.newBuilder()
                            .setKey(
                                    ResourceKeys.of(
                                            tenant,
                                            "Policy",
                                            namespace,
                                            missingPolicies.getOrDefault(agent, ""))));
        }
        return manifest.build();
    }

    @Override
    public void getManifest(
            GetManifestRequest request, StreamObserver<GetManifestResponse> answer) {
        if (away) {
            answer.onError(Status.UNAVAILABLE.asRuntimeException());
            return;
        }
        if (wrong.containsKey(request.getAgent())) {
            answer.onError(Status.NOT_FOUND.asRuntimeException());
            return;
        }
        answer.onNext(
                GetManifestResponse.newBuilder()
                        .setManifest(
                                manifest(
                                        request.getTenant(),
                                        request.getNamespace(),
                                        request.getAgent()))
                        .build());
        answer.onCompleted();
    }

    @Override
    public void compile(CompileRequest request, StreamObserver<CompileResponse> answer) {
        compiled.incrementAndGet();
        var agent = request.getTargets(0).getAgent();
        CompileResult.Builder result = CompileResult.newBuilder().setAgent(agent);
        Diagnostic error = wrong.get(agent.getName());
        if (error != null) {
            result.addDiagnostics(error);
        } else {
            result.setManifest(manifest(agent.getTenant(), agent.getNamespace(), agent.getName()));
            String policy = missingPolicies.get(agent.getName());
            if (policy != null) {
                result.addDiagnostics(
                        Diagnostic.newBuilder()
                                .setSeverity(Diagnostic.Severity.SEVERITY_WARNING)
                                .setReason("POLICY_UNRESOLVED")
                                .setMessage("Policy " + policy + " does not exist"));
            }
        }
        answer.onNext(CompileResponse.newBuilder().addResults(result).build());
        answer.onCompleted();
    }
}
