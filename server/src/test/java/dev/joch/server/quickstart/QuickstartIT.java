package dev.joch.server.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.cluster.FreePorts;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/** The first minutes with Joch: the real command line, the real server, the example as it is. */
@Timeout(600)
class QuickstartIT {

    private static final String AGENT = "agent/support-triage";
    private static final String NAME = "jsonpath={.metadata.name}";
    private static final String DIGEST = "jsonpath={.spec.digest}";

    @TempDir Path home;

    @AfterEach
    void stop() {
        new Shell(home.resolve("user")).joch("down", "--force");
    }

    @Test
    void aNewcomerSeesWhatBecameOfTheAgent() throws Exception {
        Shell shell = new Shell(Files.createDirectories(home.resolve("user")));
        String ports = "" + FreePorts.next();
        String first =
                shell.joch("quickstart", "--port", ports, "--grpc-port", "" + FreePorts.next());
        assertThat(first)
                .contains(AGENT + " is ready")
                .contains("support-triage-g1  environment dev  sha256:")
                .contains("Model openai:gpt-5-mini", "Tool tickets.reply g1  external_write")
                .contains("external-writes-need-a-person@v1  in joch-shared")
                .contains("from team support, its selector, the agent")
                .contains("support-triage-agbom  generation 1")
                .contains("2 Model", "2 Tool", "no component of high risk")
                .contains("\"queue\": \"billing\"", "artifact artifact://", "Succeeded; ");

        assertThat(shell.joch("quickstart")).contains("runs already", AGENT + " unchanged");
        runsLeaveTraceAndLog(shell);

        // who compiles the folder without a server has the manifest that the server has
        String digest = shell.joch("get", "manifest", "support-triage-g1", "-q", "-o", DIGEST);
        assertThat(digest).startsWith("sha256:");
        assertThat(shell.joch("compile", "-f", shell.examples().toString(), "-q", "-o", DIGEST))
                .isEqualTo(digest);

        changesReachManifestAndBill(shell);
    }

    private static void runsLeaveTraceAndLog(Shell shell) {
        String run =
                shell.joch("run", "support-triage", "where is my parcel?", "-q", "-o", NAME)
                        .strip();
        assertThat(shell.joch("logs", run)).contains("it goes to shipping");
        assertThat(shell.joch("trace", "last")).contains("AgentRun", run);
        assertThat(shell.joch("executions", "ls", "--agent", "support-triage"))
                .contains(run, "Succeeded");
        assertThat(shell.joch("executions", "ls", "--phase", "Failed")).doesNotContain(run);
        assertThat(shell.joch("executions", "ls", "--since", "1h")).contains(run);
        assertThat(shell.joch("executions", "events", run, "-f"))
                .containsSubsequence(
                        "ExecutionCreated", "ExecutionScheduled", "ExecutionStarted", "worker")
                .contains("ExecutionSucceeded");
        assertThat(shell.joch("top", "agents")).contains("support-triage");
    }

    private static void changesReachManifestAndBill(Shell shell) {
        String tools =
                shell.file(
                        "tools.yaml",
                        shell.example("03-tools.yaml").replace("Find tickets", "Find all tickets"));
        String agent =
                shell.file(
                        "agent.yaml",
                        shell.example("05-agent.yaml")
                                .replace("env: dev", "env: dev, tier: gold")
                                .replace("displayName: Support Triage", "displayName: Triage"));
        shell.joch("apply", "-f", tools, "--yes");
        shell.joch(
                "wait",
                "agbom/support-triage-agbom",
                "--for=jsonpath={.status.generation}=2",
                "--timeout=60s");
        // the agent is the same, what it uses is not
        assertThat(shell.joch(1, "diff", AGENT, "--from", "1", "--to", "1"))
                .contains("Compiled manifest:", "Tool/support/tickets.search g1 -> g2");

        shell.joch("apply", "-f", agent, "--yes");
        shell.joch("wait", AGENT, "--for=condition=Ready", "--timeout=60s");
        assertThat(shell.joch(1, "diff", AGENT, "--from", "1", "--to", "2", "--environment", "dev"))
                .contains("+  displayName: Triage")
                .contains("Compiled manifest:", "+ spec.agent.labels.tier: gold");
        assertThat(shell.joch("get", "manifests", "--agent", "support-triage"))
                .contains("support-triage-g1", "support-triage-g2", "ENVIRONMENT");
        assertThat(shell.joch("describe", AGENT))
                .contains("Conditions:", "Effective policies:", "Bill of materials:");
        assertThat(shell.joch("agbom", "support-triage", "-q")).contains("\"CycloneDX\"");
        assertThat(shell.joch("agbom", "refresh", "support-triage")).contains("generation ");
        assertThat(shell.joch(1, "agbom", "support-triage", "--diff", "--from", "1"))
                .contains("~ Tool tickets.search v2");
    }
}
