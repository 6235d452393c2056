package dev.joch.cli.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.cli.fake.CommandRun;
import dev.joch.cli.fake.CommandRun.Outcome;
import dev.joch.cli.fake.FakeApiServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Commands about runs. */
class ExecutionTest {
    private static final String RUNS = "/v1/namespaces/default/executions";

    @TempDir Path folder;
    private FakeApiServer server;
    private CommandRun run;

    @BeforeEach
    void start() {
        server = new FakeApiServer();
        run = new CommandRun(folder, server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String execution(String status) {
        return "{\"kind\":\"Execution\",\"metadata\":{\"name\":\"e1\",\"namespace\":\"default\"},\"status\":{"
                + status
                + "}}";
    }

    private void answers(String status) {
        server.on("POST", RUNS, 201, execution(status));
    }

    @Test
    void theOutputIsPrintedAndTheRestIsSaid() {
        answers("\"phase\":\"Succeeded\",\"durationMs\":12,\"toolCalls\":2,\"output\":{\"a\":1}");
        Outcome outcome = run.joch("run", "triage", "refund", "please");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("\"a\": 1");
        assertThat(outcome.err()).contains("Succeeded; 12 ms, 0 USD, 0 model calls, 2 tool calls");
        assertThat(server.lastAsked().body())
                .contains("\"agentRef\":{\"name\":\"triage\"}")
                .contains("\"text\":\"refund please\"");
    }

    @Test
    void itIsWaitedFor() {
        answers("\"phase\":\"Pending\"");
        server.stored().add("executions", execution("\"phase\":\"Succeeded\",\"durationMs\":5"));
        Outcome outcome = run.joch("run", "triage", "hi");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("execution/e1 created").contains("Succeeded; 5 ms");
    }

    @Test
    void aRunThatGoesOnForTooLongTellsHowToEndIt() {
        answers("\"phase\":\"Pending\"");
        server.stored().add("executions", execution("\"phase\":\"Running\""));
        server.on(
                "GET",
                RUNS + "/e1/explain",
                200,
                "{\"phase\":\"Pending\",\"obstacles\":[\"no worker of pool gpu was heard of\"]}");
        Outcome outcome = run.joch("run", "triage", "hi", "--wait", "200ms");
        assertThat(outcome.code()).isEqualTo(7);
        assertThat(outcome.err())
                .contains("Pending; no worker of pool gpu was heard of")
                .contains("joch executions cancel e1");
    }

    @Test
    void theStatusOfTheProcessTellsHowItEnded() {
        answers("\"phase\":\"Failed\",\"reason\":\"AgentExited\",\"message\":\"exit status 3\"");
        Outcome failed = run.joch("run", "triage", "hi");
        assertThat(failed.code()).isEqualTo(10);
        assertThat(failed.err()).contains("Failed (AgentExited): exit status 3");
        answers("\"phase\":\"Cancelled\"");
        assertThat(run.joch("run", "triage", "hi").code()).isEqualTo(10);
        answers("\"phase\":\"Failed\",\"reason\":\"PolicyDenied\"");
        assertThat(run.joch("run", "triage", "hi").code()).isEqualTo(3);
    }

    @Test
    void whoDoesNotWaitGetsTheName() {
        answers("\"phase\":\"Pending\"");
        assertThat(run.joch("run", "triage", "hi", "--detach").out()).isEqualTo("execution/e1\n");
        answers("\"phase\":\"Pending\"");
        assertThat(run.joch("run", "triage", "hi", "--detach", "-o", "json").out())
                .contains("\"e1\"");
    }

    @Test
    void valuesAndAFileAreGivenAsData() throws IOException {
        answers("\"phase\":\"Succeeded\"");
        Files.writeString(folder.resolve("in.json"), "{\"x\": [1]}");
        run.joch(
                "run",
                "triage",
                "-p",
                "ticketId=T-1",
                "-p",
                "n=3",
                "-f",
                "in.json",
                "--timeout",
                "5m",
                "--priority",
                "7",
                "--max-attempts",
                "2",
                "--pool",
                "gpu",
                "--idempotency-key",
                "k");
        assertThat(server.lastAsked().body())
                .contains("{\"kind\":\"data\",\"data\":{\"ticketId\":\"T-1\",\"n\":3}}")
                .contains("{\"kind\":\"data\",\"data\":{\"x\":[1]}}")
                .contains("\"timeout\":\"5m\"", "\"priority\":7", "\"maxAttempts\":2")
                .contains("\"placement\":{\"pool\":\"gpu\"}", "\"requestId\":\"k\"");
    }

    @Test
    void whatCannotBeGivenIsRefusedBeforeAnythingIsAsked() throws IOException {
        Files.writeString(folder.resolve("list.json"), "[1]");
        assertThat(run.joch("run", "triage").err()).contains("the agent is given nothing");
        assertThat(run.joch("run").err()).contains("agent is missing");
        assertThat(run.joch("run", "triage", "-p", "novalue").err()).contains("NAME=VALUE");
        assertThat(run.joch("run", "triage", "-f", "list.json").err()).contains("no JSON object");
        assertThat(run.joch("run", "triage", "-f", "none.json").err()).contains("cannot be read");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void aRunIsEnded() {
        server.on("POST", RUNS + "/e1/cancel", 200, execution("\"phase\":\"Cancelled\""));
        Outcome outcome = run.joch("executions", "cancel", "e1", "--reason", "wrong order");
        assertThat(outcome.out()).startsWith("execution/e1 Cancelled");
        assertThat(server.lastAsked().body()).contains("wrong order");
    }

    @Test
    void aRunThatWaitsSaysWhatFor() {
        server.stored().add("executions", execution("\"phase\":\"Pending\""));
        server.on(
                "GET",
                RUNS + "/e1/explain",
                200,
                "{\"phase\":\"Pending\",\"ahead\":\"3\",\"obstacles\":[\"agent triage runs 4 of at most 4\"]}");
        assertThat(run.joch("executions", "get", "e1").out())
                .contains("Pending", "agent triage runs 4 of at most 4", "runs before it: 3");
    }

    @Test
    void runsAreFilteredByAgentAndPhase() {
        assertThat(run.joch("executions", "ls", "--agent", "a", "--phase", "Running").code())
                .isZero();
        assertThat(server.lastAsked().path()).isEqualTo(RUNS);
        assertThat(server.lastAsked().query())
                .containsEntry("fieldSelector", "spec.agentRef.name=a,status.phase=Running");
        assertThat(run.joch("executions", "ls", "--phase", "Gone").code()).isEqualTo(2);
        run.joch("executions", "ls", "--phase", "Pending");
        assertThat(server.lastAsked().query().get("fieldSelector"))
                .as("also those that nobody has looked at yet")
                .startsWith("status.phase!=Scheduled,")
                .doesNotContain("Pending");
        run.joch("executions", "ls", "--since", "1h", "--over-cost", "0.50");
        assertThat(server.lastAsked().query().get("fieldSelector"))
                .matches("metadata\\.creationTimestamp>=20.*Z,status\\.costUsd>0\\.50");
        assertThat(run.joch("executions", "ls", "--over-cost", "much").code()).isEqualTo(2);
    }

    @Test
    void theContextSaysWhereRunsRunAndTheAgentNeverDoes() throws IOException {
        Path record = Files.writeString(folder.resolve("agent.yaml"), "kind: Agent");
        byte[] before = Files.readAllBytes(record);
        for (String runtime : new String[] {"local", "docker"}) {
            run.joch(
                    "context",
                    "set",
                    "on-" + runtime,
                    "--server",
                    server.url(),
                    "--runtime",
                    runtime);
        }
        for (String runtime : new String[] {"local", "docker"}) {
            run.joch("context", "use", "on-" + runtime);
            run.without("JOCH_SERVER").joch("apply", "-f", record.toString(), "--yes");
            assertThat(
                            Base64.getDecoder()
                                    .decode(FakeApiServer.source(server.lastAsked(), "content")))
                    .isEqualTo(before);
            answers("\"phase\":\"Succeeded\"");
            run.without("JOCH_SERVER").joch("run", "triage", "hi");
            assertThat(server.lastAsked().body())
                    .contains("\"placement\":{\"runtime\":\"" + runtime + "\"}");
        }
        assertThat(Files.readAllBytes(record)).isEqualTo(before);
    }

    @Test
    void anAdapterIsVerifiedByTheSuiteOfTheWorker() {
        assertThat(run.joch("adapters", "verify", "custom-java").err())
                .contains("NO_SUITE", "launcher script");
        run.with("JOCH_VERIFY_COMMAND", "sh -c 'echo pass $0; exit 0'");
        assertThat(run.joch("adapters", "verify", "custom-java").out())
                .isEqualTo("pass custom-java\n");
        run.with("JOCH_VERIFY_COMMAND", "sh -c 'echo fail; exit 1'");
        assertThat(run.joch("adapters", "verify", "custom-java").code()).isEqualTo(1);
    }
}
