package dev.joch.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.joch.compiler.store.PostgresManifestStore;
import dev.joch.compiler.v1.CompileRequest;
import dev.joch.compiler.v1.CompileResult;
import dev.joch.compiler.v1.CompileTarget;
import dev.joch.compiler.v1.CompilerServiceGrpc;
import dev.joch.compiler.v1.CompilerServiceGrpc.CompilerServiceBlockingStub;
import dev.joch.compiler.v1.GetManifestRequest;
import dev.joch.compiler.v1.ListManifestHistoryRequest;
import dev.joch.compiler.v1.ListManifestsRequest;
import dev.joch.compiler.v1.ListManifestsResponse;
import dev.joch.compiler.v1.Manifest;
import dev.joch.event.v1.AgentCompiled;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.wait.Await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The real module over in-process gRPC, with a real Postgres. */
@ExtendWith(Postgres.class)
final class CompilerFaceTest {

    private static final ResourceKey AGENT =
            ResourceKeys.of(Shelves.TENANT, "Agent", "support-platform", "support-triage");

    private JochProcess process;
    private FakeStore store;
    private CompilerServiceBlockingStub compiler;

    @BeforeEach
    void start(PostgresUrl url) {
        process =
                JochProcess.start(
                        List.of("compiler"),
                        List.of(),
                        Map.of("joch.database.url", url.jdbc(), "joch.compiler.catch-up", "1s"));
        store = process.bean(FakeStore.class);
        store.putAll(Shelves.supportTriage());
        compiler =
                CompilerServiceGrpc.newBlockingStub(
                        process.bean(MeshChannels.class).to("compiler"));
    }

    @AfterEach
    void stop() {
        process.close();
    }

    private CompileResult compile(String environment, long minRevision) {
        return compiler.compile(
                        CompileRequest.newBuilder()
                                .addTargets(
                                        CompileTarget.newBuilder()
                                                .setAgent(AGENT)
                                                .setEnvironment(environment)
                                                .setMinRevision(minRevision))
                                .build())
                .getResults(0);
    }

    private Resource record(String key) {
        return Shelves.supportTriage().stream()
                .filter(resource -> ResourceKeys.text(ResourceKeys.of(resource)).equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsCompiledIsKeptOnceAndFound() {
        CompileResult first = compile("", 0);
        assertThat(first.getDiagnosticsList()).isEmpty();
        assertThat(first.getCreated()).isTrue();
        assertThat(first.getGeneration()).isEqualTo(14);
        assertThat(first.getEnvironment()).isEqualTo("prod");
        CompileResult again = compile("", 0);
        assertThat(again.getCreated()).isFalse();
        assertThat(again.getManifest()).isEqualTo(first.getManifest());
        GetManifestRequest.Builder wanted =
                GetManifestRequest.newBuilder()
                        .setTenant(Shelves.TENANT)
                        .setNamespace("support-platform")
                        .setAgent("support-triage");
        assertThat(compiler.getManifest(wanted.build()).getManifest())
                .isEqualTo(first.getManifest());
        assertThat(
                        compiler.getManifest(
                                        wanted.setDigest(first.getManifest().getDigest()).build())
                                .getManifest())
                .isEqualTo(first.getManifest());
    }

    @Test
    void aManifestIsToldOnce() {
        compile("", 0);
        compile("", 0);
        compile("staging", 0);
        PostgresManifestStore kept = process.bean(PostgresManifestStore.class);
        assertThat(kept.outbox().read(0, 100).entries())
                .extracting(entry -> entry.event().type(), entry -> entry.event().key())
                .containsExactly(
                        tuple(
                                AgentCompiled.getDescriptor().getFullName(),
                                "acme/Agent/support-platform/support-triage"),
                        tuple(
                                AgentCompiled.getDescriptor().getFullName(),
                                "acme/Agent/support-platform/support-triage"));
    }

    @Test
    void aChangeOfADependencyMakesANewManifestOfTheSameGeneration() {
        Manifest before = compile("", 0).getManifest();
        long revision =
                store.put(
                        Shelves.generation(
                                record("Policy/support-platform/no-customer-data-exfiltration"),
                                4));
        CompileResult after = compile("", revision);
        assertThat(after.getCreated()).isTrue();
        assertThat(after.getGeneration()).isEqualTo(14);
        assertThat(after.getManifest().getDigest()).isNotEqualTo(before.getDigest());
        assertThat(
                        compiler.listManifestHistory(
                                        ListManifestHistoryRequest.newBuilder()
                                                .setTenant(Shelves.TENANT)
                                                .setNamespace("support-platform")
                                                .setAgent("support-triage")
                                                .build())
                                .getManifestsList())
                .containsExactly(after.getManifest(), before);
    }

    @Test
    void whatTheReplicaLacksIsAskedForBeforeItCountsAsMissing() {
        compile("", 0);
        ResourceKey tool =
                ResourceKeys.of(Shelves.TENANT, "Tool", "support-platform", "slack.send");
        long revision = store.delete(tool);
        assertThat(compile("", revision).getDiagnosticsList())
                .extracting(found -> found.getReason(), found -> found.getField())
                .containsExactly(tuple("REFERENCE_MISSING", "spec.tools[1].name"));
        store.lag(true);
        store.put(record("Tool/support-platform/slack.send"));
        assertThat(compile("", revision).getDiagnosticsList()).isEmpty();
    }

    @Test
    void whatHasNotBeenSeenYetIsWaitedForAndThenRefused() {
        compile("", 0);
        store.lag(true);
        long revision = store.put(record("Model/gpt-5-thinking"));
        StatusRuntimeException refused =
                assertThrows(StatusRuntimeException.class, () -> compile("", revision));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refused.getStatus().getDescription()).contains(revision + " is asked for");
    }

    @Test
    void anAgentThatIsNotThereIsAFindingAndItsManifestsStay() {
        CompileResult before = compile("", 0);
        store.delete(AGENT);
        CompileResult gone = compile("", 0);
        assertThat(gone.getGeneration()).isZero();
        assertThat(gone.hasManifest()).isFalse();
        assertThat(gone.getDiagnostics(0).getReason()).isEqualTo("AGENT_MISSING");
        ListManifestsResponse listed =
                compiler.listManifests(
                        ListManifestsRequest.newBuilder().setTenant(Shelves.TENANT).build());
        assertThat(listed.getManifestsList()).containsExactly(before.getManifest());
    }

    @Test
    void aHundredAgentsAreCompiledTogetherAndListedInPages() {
        List<CompileTarget> targets = new ArrayList<>();
        Resource agent = record("Agent/support-platform/support-triage");
        for (int i = 0; i < 100; i++) {
            Resource.Builder copy = agent.toBuilder();
            copy.getMetadataBuilder().setName("agent-%03d".formatted(i));
            store.put(copy.build());
            targets.add(CompileTarget.newBuilder().setAgent(ResourceKeys.of(copy.build())).build());
        }
        // one tool is for two agents only
        List<CompileResult> results =
                compiler.compile(CompileRequest.newBuilder().addAllTargets(targets).build())
                        .getResultsList();
        assertThat(results).hasSize(100);
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result.getDiagnosticsList())
                                .singleElement()
                                .satisfies(found ->
                                        assertThat(found.getReason())
                                                .isEqualTo("TOOL_NOT_ALLOWED")));
        Resource tool = record("Tool/support-platform/zendesk.search");
        Resource open =
                Shelves.resources(
                                """
                                {apiVersion: joch.dev/v1alpha1, kind: Tool,
                                 metadata: {name: zendesk.search, namespace: support-platform},
                                 spec: {type: function, sideEffects: {level: read_only}}}
                                """)
                        .getFirst();
        long revision = store.put(Shelves.generation(open, tool.getMetadata().getGeneration() + 1));
        targets.replaceAll(target -> target.toBuilder().setMinRevision(revision).build());
        results =
                compiler.compile(CompileRequest.newBuilder().addAllTargets(targets).build())
                        .getResultsList();
        assertThat(results).allSatisfy(result -> assertThat(result.getCreated()).isTrue());
        Set<String> names = new HashSet<>();
        String token = "";
        do {
            ListManifestsResponse page =
                    compiler.listManifests(
                            ListManifestsRequest.newBuilder()
                                    .setTenant(Shelves.TENANT)
                                    .setPageSize(7)
                                    .setPageToken(token)
                                    .build());
            page.getManifestsList()
                    .forEach(manifest ->
                            assertThat(names.add(manifest.getResource().getMetadata().getName()))
                                    .isTrue());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        assertThat(names).hasSize(100);
    }

    @Test
    void tokensOfAnotherListAreRefused() {
        StatusRuntimeException refused =
                assertThrows(
                        StatusRuntimeException.class,
                        () ->
                                compiler.listManifests(
                                        ListManifestsRequest.newBuilder()
                                                .setTenant(Shelves.TENANT)
                                                .setPageToken("AAAA")
                                                .build()));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void callsThatCompileTogetherAllGetTheirAnswer() {
        List<Thread> threads = new ArrayList<>();
        Set<String> digests = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 16; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> digests.add(compile("", 0).getManifest().getDigest())));
        }
        Await.until(
                "all have answered",
                Duration.ofSeconds(20),
                () -> threads.stream().noneMatch(Thread::isAlive));
        assertThat(digests).hasSize(1);
    }
}
