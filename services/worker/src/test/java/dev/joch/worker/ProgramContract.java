package dev.joch.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.scheduler.v1.FinishRunRequest;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.testkit.cluster.Leftovers;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** However a program behaves, its run ends with a clear word and none of its processes is left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProgramContract {

    private static final int PROCESSES = 40;

    private WorkerUnderTest worker;
    private FakeScheduler scheduler;
    private int number;

    /** Keys under which this variant holds programs. */
    abstract Map<String, Object> keys();

    @BeforeAll
    void start(@TempDir Path folder) {
        Map<String, Object> all = new HashMap<>(keys());
        all.put("joch.worker.limits.processes", PROCESSES);
        all.put("joch.worker.limits.file-bytes", 20 * 1024 * 1024);
        all.put("joch.worker.log.most-bytes", 1024 * 1024);
        worker = WorkerUnderTest.start(folder, all);
        scheduler = worker.scheduler();
    }

    @AfterAll
    void stop() {
        worker.close();
    }

    @AfterEach
    void noProcessIsLeft() {
        assertThat(Leftovers.of(worker.scratch().toString())).isEmpty();
    }

    final FakeScheduler scheduler() {
        return scheduler;
    }

    final ManifestFramework script(String text) {
        return worker.script("agent-" + ++number + ".sh", text);
    }

    final FinishRunRequest run(String script) {
        return scheduler.awaitFinish(scheduler.submit(script(script), "hello"));
    }

    static void failed(FinishRunRequest end, String reason) {
        assertThat(end.getReason()).as(end.toString()).isEqualTo(reason);
        assertThat(end.getOutcome()).isEqualTo(RunPhase.RUN_PHASE_FAILED);
        assertThat(end.getMessage()).isNotEmpty();
    }

    @Test
    void whatItReturnsIsItsOutput() {
        FinishRunRequest end =
                run(
                        "echo x > $JOCH_ARTIFACT_DIR/a.txt; echo '{\"output\":{\"n\":1},"
                                + "\"artifacts\":[\"a.txt\",\"s3://bucket/b\"]}' >"
                                + " $JOCH_OUTPUT_FILE");
        assertThat(end.getOutcome()).isEqualTo(RunPhase.RUN_PHASE_SUCCEEDED);
        assertThat(end.getReport().getOutput().getFieldsOrThrow("n").getNumberValue()).isEqualTo(1);
        assertThat(end.getReport().getArtifactRefsList())
                .containsExactly(
                        "artifact://exec/" + end.getLease().getExecution().getName() + "/a.txt",
                        "s3://bucket/b");
    }

    @Test
    void withoutOutputItSucceedsAllTheSame() {
        FinishRunRequest end = run("true");
        assertThat(end.getOutcome()).isEqualTo(RunPhase.RUN_PHASE_SUCCEEDED);
        assertThat(end.getReport().getOutput().getFieldsMap()).isEmpty();
    }

    @Test
    void anExitStatusIsToldWithTheEndOfTheLog() {
        FinishRunRequest end = run("echo first; echo 'no such ticket' >&2; exit 3");
        failed(end, "AgentExited");
        assertThat(end.getMessage()).isEqualTo("the program ended with status 3");
        assertThat(end.getReport().getExitStatus()).isEqualTo(3);
        assertThat(end.getReport().getLogTail()).contains("first\n").contains("no such ticket\n");
    }

    @Test
    void whatAProgramSaysOfItsErrorIsTheMessage() {
        FinishRunRequest end =
                run(
                        "echo '{\"error\":{\"message\":\"the desk is closed\"}}' >"
                                + " $JOCH_OUTPUT_FILE; exit 1");
        failed(end, "AgentExited");
        assertThat(end.getMessage()).isEqualTo("the desk is closed");
    }

    @Test
    void aSignalIsToldAsOne() {
        FinishRunRequest end = run("kill -SEGV $$");
        failed(end, "AgentExited");
        assertThat(end.getReport().getExitStatus()).isEqualTo(139);
        assertThat(end.getMessage()).isEqualTo("the program was ended by signal 11");
    }

    @Test
    void outputThatIsNoObjectIsInvalid() {
        failed(run("echo '{\"a\":' > $JOCH_OUTPUT_FILE"), "OutputInvalid");
        failed(run("echo '[1]' > $JOCH_OUTPUT_FILE"), "OutputInvalid");
        failed(run(": > $JOCH_OUTPUT_FILE"), "OutputInvalid");
        failed(run("mkfifo $JOCH_OUTPUT_FILE"), "OutputInvalid");
        failed(run("mkdir $JOCH_OUTPUT_FILE"), "OutputInvalid");
        failed(run("ln -s /etc/hostname $JOCH_OUTPUT_FILE"), "OutputInvalid");
        failed(
                run("echo '{\"output\":{},\"artifacts\":[\"../x\"]}' > $JOCH_OUTPUT_FILE"),
                "OutputInvalid");
    }

    @Test
    void outputThatIsTooLargeIsRefused() {
        failed(
                run(
                        "(printf '{\"a\":\"'; head -c 300000 /dev/zero | tr '\\0' x; printf '\"}')"
                                + " > $JOCH_OUTPUT_FILE"),
                "OutputTooLarge");
    }

    @Test
    void anEndlessFileEndsTheProgramThatWritesIt() {
        FinishRunRequest end = run("exec head -c 50000000 /dev/zero > big");
        failed(end, "AgentExited");
        assertThat(end.getReport().getExitStatus()).isNotZero();
    }

    @Test
    void aFloodIsCutAndTheRunGoesOn() {
        String uid =
                scheduler.submit(
                        script("yes 'a line of no interest' | head -c 5000000; echo the end"), "");
        FinishRunRequest end = scheduler.awaitFinish(uid);
        assertThat(end.getOutcome()).isEqualTo(RunPhase.RUN_PHASE_SUCCEEDED);
        worker.trace().awaitClosed(uid);
        assertThat(worker.trace().text(uid, "stdout").length()).isBetween(900_000, 1_048_576);
        assertThat(worker.trace().text(uid, "worker")).contains("the rest is not kept");
    }

    @Test
    void whoeverIgnoresTheRequestToEndIsKilled() {
        String uid =
                scheduler.submit(
                        script("trap '' TERM; echo ready; while true; do sleep 0.1; done"), "");
        scheduler.awaitStart(uid);
        Await.until(
                "it runs",
                Duration.ofSeconds(5),
                () -> worker.trace().text(uid, "stdout").contains("ready"));
        long asked = System.nanoTime();
        scheduler.cancel(uid);
        FinishRunRequest end = scheduler.awaitFinish(uid);
        assertThat(end.getOutcome()).isEqualTo(RunPhase.RUN_PHASE_CANCELLED);
        assertThat(end.getReport().getExitStatus()).isEqualTo(137);
        assertThat(Duration.ofNanos(System.nanoTime() - asked))
                .isBetween(Duration.ofMillis(450), Duration.ofSeconds(4));
    }

    @Test
    void aDeadlineEndsIt() {
        FinishRunRequest end =
                scheduler.awaitFinish(scheduler.submit(script("sleep 1000"), "", 600));
        failed(end, "DeadlineExceeded");
        assertThat(end.getReport().getExitStatus()).isEqualTo(143);
    }

    @Test
    void memoryHasALimit() {
        failed(run("head -c 3000000000 /dev/zero | tail -n 1 > /dev/null"), "OutOfMemory");
    }

    @Test
    void processesHaveALimit() {
        failed(
                run("n=0; while [ $n -lt 100 ]; do sleep 20 & n=$((n+1)); done; wait"),
                "TooManyProcesses");
    }

    @Test
    void whatItLeavesBehindGoesWithIt() {
        FinishRunRequest end =
                run(
                        "(setsid sh -c 'sleep 1000 & sleep 1000' &) ; (sleep 1000 &); nohup sleep"
                                + " 1000 & echo '{}' > $JOCH_OUTPUT_FILE");
        assertThat(end.getOutcome()).isEqualTo(RunPhase.RUN_PHASE_SUCCEEDED);
    }

    @Test
    void aProgramMayCloseItsLogAndGoOn() {
        FinishRunRequest end =
                run("exec >&- 2>&-; sleep 0.3; echo '{\"a\":1}' > $JOCH_OUTPUT_FILE");
        assertThat(end.getReport().getOutput().getFieldsMap()).containsKey("a");
    }

    @Test
    void codeThatCannotBeStartedIsToldBeforeAnythingRuns() {
        worker.write("plain.txt", "no program");
        failed(end("command", "missing.sh"), "StartFailed");
        failed(end("command", "plain.txt"), "StartFailed");
        failed(end("command", "../../etc/passwd"), "StartFailed");
        failed(end("command", "/bin/true"), "StartFailed");
        failed(end("custom-java", "plain.txt"), "StartFailed");
        failed(end("custom-cobol", "plain.txt"), "AdapterMissing");
    }

    private FinishRunRequest end(String framework, String entrypoint) {
        return scheduler.awaitFinish(
                scheduler.submit(
                        WorkerUnderTest.framework(framework).setEntrypoint(entrypoint).build(),
                        ""));
    }
}
