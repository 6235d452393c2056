package dev.joch.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Struct;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.ManifestAgent;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.v1.FinishRunRequest;
import dev.joch.scheduler.v1.Lease;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

final class RunRulesTest {

    private static final ResourceKey EXECUTION =
            ResourceKeys.of("acme", "Execution", "support", "exec 1");
    private static final Lease LEASE = Lease.newBuilder().setUid("u").setToken(7).build();

    @TempDir private Path folder;

    @Test
    void everyOutcomeHasItsReport() {
        FinishRunRequest succeeded =
                Reports.of(
                                LEASE,
                                new Outcome.Succeeded(
                                        Struct.getDefaultInstance(), List.of("a://b")))
                        .orElseThrow();
        assertThat(succeeded.getOutcome()).isEqualTo(RunPhase.RUN_PHASE_SUCCEEDED);
        assertThat(succeeded.getReport().getArtifactRefsList()).containsExactly("a://b");
        FinishRunRequest failed =
                Reports.of(
                                LEASE,
                                new Outcome.Failed(
                                        FailureReason.AGENT_EXITED,
                                        "x".repeat(9_000),
                                        3,
                                        "tail",
                                        List.of()))
                        .orElseThrow();
        assertThat(failed.getReason()).isEqualTo("AgentExited");
        assertThat(failed.getMessage()).hasSizeLessThan(4_096);
        assertThat(failed.getReport().getExitStatus()).isEqualTo(3);
        assertThat(Reports.of(LEASE, new Outcome.Cancelled(143, "")).orElseThrow().getOutcome())
                .isEqualTo(RunPhase.RUN_PHASE_CANCELLED);
        assertThat(Reports.of(LEASE, new Outcome.Abandoned())).isEmpty();
    }

    @Test
    void aWorkerOfOneRunEndsAsItsRunDid() {
        assertThat(
                        Reports.exitStatus(
                                new Outcome.Succeeded(Struct.getDefaultInstance(), List.of())))
                .isZero();
        assertThat(
                        Reports.exitStatus(
                                new Outcome.Failed(
                                        FailureReason.AGENT_EXITED, "", 75, "", List.of())))
                .isEqualTo(75);
        assertThat(Reports.exitStatus(Outcome.Failed.before(FailureReason.OUTPUT_INVALID, "no")))
                .isEqualTo(1);
        assertThat(Reports.exitStatus(new Outcome.Abandoned())).isEqualTo(1);
    }

    @Test
    void variablesOfSdksPointAtWhatIsThere() throws IOException {
        Run run = Run.newBuilder().setExecution(EXECUTION).setUid("u").setAttempt(2).build();
        CompiledAgentManifestSpec manifest =
                CompiledAgentManifestSpec.newBuilder()
                        .setAgent(ManifestAgent.newBuilder().setName("greeter"))
                        .build();
        RunFolder files = RunFolder.make(folder, "run");
        Map<String, String> none =
                new AgentVariables(new Urls("", "", "", ""), Map.of("SECRET", "x"), "")
                        .of(run, manifest, files, "tok", "00-a-b-01", "m");
        assertThat(none)
                .doesNotContainKeys("SECRET", "OPENAI_API_KEY", "OTEL_EXPORTER_OTLP_ENDPOINT")
                .containsEntry("JOCH_ROUTER_URL", "")
                .containsEntry("JOCH_ATTEMPT", "2")
                .containsEntry("PATH", "/usr/local/bin:/usr/bin:/bin");
        Map<String, String> all =
                new AgentVariables(
                                new Urls("http://s", "http://g", "http://r", "http://t"),
                                Map.of("PATH", "/opt/bin"),
                                "/code")
                        .of(run, manifest, files, "tok", "00-a-b-01", "m");
        assertThat(all)
                .containsEntry("PATH", "/opt/bin")
                .containsEntry("JOCH_CODE_DIR", "/code")
                .containsEntry("OPENAI_BASE_URL", "http://r/v1")
                .containsEntry("OPENAI_API_KEY", "tok")
                .containsEntry("ANTHROPIC_BASE_URL", "http://r")
                .containsEntry("GEMINI_API_KEY", "tok")
                .containsEntry("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20tok")
                .containsEntry("TRACEPARENT", "00-a-b-01");
        assertThrows(IllegalArgumentException.class, () -> new Urls("s:1", "", "", ""));
    }

    @Test
    void artifactsAreMovedAndLinksAreNot() throws IOException {
        Path left = Files.createDirectories(folder.resolve("left/sub dir"));
        Files.writeString(left.resolve("b.txt"), "b");
        Files.createSymbolicLink(left.resolve("link"), Path.of("/etc/hostname"));
        Path kept = folder.resolve("kept");
        Artifacts artifacts = new Artifacts(kept, new ArtifactLimits(100, Duration.ofDays(1)));
        assertThat(artifacts.keep(EXECUTION, folder.resolve("left"), List.of("s3://x/y")))
                .isEqualTo(
                        new Artifacts.Taken(
                                List.of("artifact://exec/exec%201/sub%20dir/b.txt", "s3://x/y")));
        Path there = kept.resolve("acme/support/exec%201/sub dir");
        assertThat(there.resolve("b.txt")).hasContent("b");
        assertThat(there.resolve("link")).doesNotExist();
        assertThat(artifacts.dropBefore(Instant.EPOCH)).isZero();
        assertThat(artifacts.dropBefore(Instant.MAX.minusSeconds(1))).isEqualTo(1);
        assertThat(there).doesNotExist();
    }

    @Test
    void artifactsAreBounded() throws IOException {
        Path left = Files.createDirectories(folder.resolve("left"));
        Files.writeString(left.resolve("a"), "x".repeat(101));
        Artifacts artifacts =
                new Artifacts(folder.resolve("kept"), new ArtifactLimits(100, Duration.ZERO));
        assertThat(artifacts.keep(EXECUTION, left, List.of()))
                .isInstanceOf(Artifacts.TooLarge.class);
        Files.writeString(left.resolve("a"), "x");
        assertThat(artifacts.keep(EXECUTION, left, List.of("b")))
                .isEqualTo(new Artifacts.Unknown("b"));
    }
}
