package dev.joch.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.scheduler.v1.FinishRunRequest;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.testkit.wait.Await;
import dev.joch.trace.v1.LogChunk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The real module over in-process gRPC, with real programs. */
final class WorkerFaceTest {

    @TempDir private Path folder;

    private WorkerUnderTest worker;
    private FakeScheduler scheduler;
    private FakeTrace trace;

    @BeforeEach
    void start() {
        worker = WorkerUnderTest.start(folder, Map.of());
        scheduler = worker.scheduler();
        trace = worker.trace();
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    @Test
    void aProgramGetsItsInputAndReturnsItsOutput() {
        String uid =
                scheduler.submit(
                        worker.script(
                                "agent.sh",
                                """
                                echo working; echo trouble >&2
                                printf '{"answer":"done","attempt":%s}' "$JOCH_ATTEMPT" > "$JOCH_OUTPUT_FILE"
                                """),
                        "hello");
        FinishRunRequest end = scheduler.awaitFinish(uid);
        assertThat(end.getOutcome()).isEqualTo(RunPhase.RUN_PHASE_SUCCEEDED);
        assertThat(end.getReport().getOutput().getFieldsOrThrow("answer").getStringValue())
                .isEqualTo("done");
        assertThat(end.getReport().getOutput().getFieldsOrThrow("attempt").getNumberValue())
                .isEqualTo(1);
        trace.awaitClosed(uid);
        assertThat(trace.text(uid, "stdout")).isEqualTo("working\n");
        assertThat(trace.text(uid, "stderr")).isEqualTo("trouble\n");
        assertThat(trace.chunks(uid))
                .extracting(LogChunk::getNumber)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, trace.chunks(uid).size()).boxed().toList());
    }

    @Test
    void theSchedulerKnowsBeforeTheProgramBegins() {
        String uid =
                scheduler.submit(worker.script("agent.sh", "echo '{}' > $JOCH_OUTPUT_FILE"), "");
        scheduler.awaitFinish(uid);
        assertThat(scheduler.calls().stream().filter(call -> !call.equals("lease")).toList())
                .containsSubsequence("start", "manifest", "identity", "finish");
        assertThat(Objects.requireNonNull(scheduler.worker()).getPool()).isEqualTo("default");
        assertThat(Objects.requireNonNull(scheduler.worker()).getCapacity()).isEqualTo(8);
        assertThat(Objects.requireNonNull(scheduler.worker()).getFrameworksList())
                .contains("command", "custom-java");
    }

    @Test
    void anAgentInOneFileOfJavaRuns() throws IOException {
        Path greeter =
                Path.of(System.getProperty("joch.root"), "examples/agents/java/Greeter.java");
        Files.copy(greeter, worker.code().resolve("Greeter.java"));
        ManifestFramework framework =
                WorkerUnderTest.framework("custom-java").setEntrypoint("./Greeter.java").build();
        String uid = scheduler.submit(framework, "hello there");
        FinishRunRequest end = scheduler.awaitFinish(uid);
        assertThat(end.getMessage() + end.getReport().getLogTail()).isEmpty();
        assertThat(end.getOutcome()).isEqualTo(RunPhase.RUN_PHASE_SUCCEEDED);
        assertThat(end.getReport().getOutput().getFieldsOrThrow("answer").getStringValue())
                .isEqualTo("you said: hello there");
        assertThat(end.getReport().getArtifactRefsList())
                .containsExactly("artifact://exec/exec-1/note.md");
    }

    @Test
    void theEnvironmentIsThatOfTheContractAndNothingOfTheWorker() {
        String uid =
                scheduler.submit(
                        worker.script(
                                "agent.sh",
                                "env; pwd; cat $JOCH_TOKEN_FILE; cat $JOCH_INPUT_FILE; cat"
                                        + " $JOCH_MANIFEST_FILE"),
                        "hello");
        assertThat(scheduler.awaitFinish(uid).getOutcome()).isEqualTo(RunPhase.RUN_PHASE_SUCCEEDED);
        trace.awaitClosed(uid);
        String said = trace.text(uid, "stdout");
        List<String> names =
                said.lines()
                        .filter(line -> line.matches("[A-Z_]+=.*"))
                        .map(line -> line.substring(0, line.indexOf('=')))
                        .sorted()
                        .toList();
        assertThat(names)
                .contains(
                        "HOME",
                        "JOCH_AGENT",
                        "JOCH_ARTIFACT_DIR",
                        "JOCH_ATTEMPT",
                        "JOCH_CODE_DIR",
                        "JOCH_EXECUTION_ID",
                        "JOCH_GATEWAY_URL",
                        "JOCH_INPUT_FILE",
                        "JOCH_MANIFEST_FILE",
                        "JOCH_OUTPUT_FILE",
                        "JOCH_ROUTER_URL",
                        "JOCH_SERVER_URL",
                        "JOCH_TOKEN_FILE",
                        "JOCH_TRACE_URL",
                        "LANG",
                        "PATH",
                        "TMPDIR",
                        "TRACEPARENT")
                .doesNotContain("JAVA_HOME", "USER", "MAVEN_HOME", "OPENAI_API_KEY");
        assertThat(said)
                .contains("JOCH_EXECUTION_ID=exec-1\n")
                .contains("TRACEPARENT=00-0af7651916cd43dd8448eb211c80319c-")
                .contains("token-1")
                .contains("\"kind\":\"text\"")
                .contains("\"apiVersion\":\"joch.dev/agent/v1\"")
                .contains("CompiledAgentManifest");
    }

    @Test
    void nothingOfARunIsLeftOnDisk() {
        String uid =
                scheduler.submit(
                        worker.script("agent.sh", "mkdir -m 0 locked; touch $TMPDIR/x"), "");
        scheduler.awaitFinish(uid);
        trace.awaitClosed(uid);
        Await.until(
                "the folder of the run is gone",
                Duration.ofSeconds(5),
                () -> runFolders().isEmpty());
        worker.close();
        assertThat(workerFolders()).isEmpty();
    }

    private List<Path> runFolders() {
        return workerFolders().stream().flatMap(each -> list(each.resolve("runs"))).toList();
    }

    private List<Path> workerFolders() {
        return list(worker.scratch())
                .filter(each -> each.getFileName().toString().startsWith("worker-"))
                .toList();
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> content = Files.list(folder)) {
            return content.toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
