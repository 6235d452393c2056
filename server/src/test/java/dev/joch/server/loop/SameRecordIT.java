package dev.joch.server.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.joch.server.quickstart.Shell;
import dev.joch.server.split.SplitCluster;
import dev.joch.testkit.cluster.Children;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One agent runs as a process and in a container, and nothing but the context in use says which:
 * file, record and manifest stay as they are.
 */
class SameRecordIT {

    private static final Duration SOON = Duration.ofMinutes(1);

    private static final String AGENT =
            """
            apiVersion: joch.dev/v1alpha1
            kind: FrameworkAdapter
            metadata: { name: custom-java, labels: { owner: platform } }
            spec:
              framework: custom-java
              language: java
              capabilities: { toolBinding: true, mcpBinding: true, modelRouterBinding: true, streaming: true }
            ---
            apiVersion: joch.dev/v1alpha1
            kind: Agent
            metadata:
              name: scout
              namespace: support
              labels: { owner: support, team: support, env: dev }
            spec:
              framework: { adapterRef: { name: custom-java }, entrypoint: Scout.java }
              modelRoute: { routeRef: { name: support-default } }
            """;

    /** Says where it is: a container sees nothing of the machine but what it is given. */
    private static final String SCOUT =
            """
            import dev.joch.agent.JochRuntime;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.util.Map;

            void main() {
                JochRuntime.run((context, joch) -> Map.of(
                        "heard", context.text(),
                        "seesMachine", Files.exists(Path.of("%s"))));
            }
            """;

    /** Workers on both; they offer themselves in the same pool. */
    private static final String WORKERS =
            """
            apiVersion: ops.joch.dev/v1alpha1
            kind: Deployment
            metadata: { name: scout-local, namespace: support, labels: { owner: support } }
            spec:
              agentRef: { name: scout }
              environmentRef: { name: dev }
              replicas: 1
              runtime: { adapter: local }
            ---
            apiVersion: ops.joch.dev/v1alpha1
            kind: Deployment
            metadata: { name: scout-docker, namespace: support, labels: { owner: support } }
            spec:
              agentRef: { name: scout }
              environmentRef: { name: dev }
              replicas: 1
              runtime: { adapter: docker }
            """;

    private final Path folder = Path.of("target", "robustness", "record").toAbsolutePath();
    private final WorkerProcesses processes = new WorkerProcesses(folder);
    private final WorkerContainers containers = new WorkerContainers("test-record");

    @BeforeAll
    static void imageOfThisBuildIsThere() {
        boolean required = System.getProperty("joch.test.docker", "").equals("required");
        System.out.println(
                "ONE RECORD ON TWO RUNTIMES: "
                        + (required
                                ? "tested"
                                : "NOT TESTED, it needs joch/worker of this build; .ci/containers makes it"));
        Assumptions.assumeTrue(required, "needs the image joch/worker of this build");
    }

    @Test
    void contextInUseSaysWhereTheSameRecordRuns() throws IOException {
        SplitCluster.fresh(folder);
        containers.remove();
        try (SplitCluster cluster =
                SplitCluster.thatStartsWorkers(
                        folder, Map.of(SplitCluster.CONTROLLERS, bothRuntimes()))) {
            Files.createDirectories(cluster.code());
            Files.writeString(
                    cluster.code().resolve("Scout.java"), SCOUT.formatted(cluster.tokenFile()));
            // a container's user is nobody on this machine
            Files.setPosixFilePermissions(
                    folder.resolve("keys/worker.key"),
                    PosixFilePermissions.fromString("rw-r--r--"));
            cluster.start();
            runsOnBoth(cluster, new Shell(Files.createDirectories(folder.resolve("home"))));
        } finally {
            processes.kill();
            containers.remove();
        }
        assertThat(Children.left()).as("processes left over").isEmpty();
    }

    private Map<String, String> bothRuntimes() {
        String keys = "JOCH_CONTROLLER_MANAGER_DEPLOYMENTS_";
        return Map.of(
                keys + "RUNTIMES",
                "local,docker",
                keys + "INSTALLATION",
                containers.installation(),
                // the services listen on the loopback of this machine
                keys + "DOCKER_NETWORK",
                "host",
                keys + "DOCKER_BINDS",
                readOnly("keys") + "," + readOnly("code") + "," + readOnly("hosts"),
                keys + "DOCKER_ENVIRONMENT",
                "JOCH_WORKER_SCRATCH=/tmp/worker,JOCH_JAVA_OPTS=-Djdk.net.hosts.file="
                        + folder.resolve("hosts"));
    }

    private String readOnly(String name) {
        return folder.resolve(name) + ":" + folder.resolve(name) + ":ro";
    }

    private void runsOnBoth(SplitCluster cluster, Shell shell) throws IOException {
        for (String runtime : List.of("local", "docker")) {
            shell.joch(
                    "context",
                    "set",
                    "on-" + runtime,
                    "--server=" + cluster.rest(),
                    "--auth=token-file=" + cluster.tokenFile(),
                    "--namespace=support",
                    "--runtime=" + runtime);
        }
        for (String part : List.of("01-team", "02-models", "03-tools", "04-policy")) {
            String file = shell.examples().resolve(part + ".yaml").toString();
            shell.joch("apply", "-f", file, "--yes", "--context=on-local");
        }
        String file = shell.file("agent.yaml", AGENT);
        String workers = shell.file("workers.yaml", WORKERS);

        shell.joch("context", "use", "on-local");
        Seen local = Seen.of(shell, file, "created", workers);
        shell.joch("context", "use", "on-docker");
        Seen docker = Seen.of(shell, file, "unchanged", workers);

        assertThat(docker.applied()).isEqualTo(local.applied());
        assertThat(docker.agent()).isEqualTo(local.agent());
        assertThat(docker.madeFrom()).isEqualTo(local.madeFrom());
        assertThat(local.agent().path("generation").asLong()).isEqualTo(1);
        assertThat(local.madeFrom().path("manifestDigest").asText()).startsWith("sha256:");
        assertThat(local.ranOn()).isEqualTo("local, sees machine: true");
        assertThat(docker.ranOn()).isEqualTo("docker, sees machine: false");
        assertThat(docker.worker()).isNotEqualTo(local.worker());

        shell.joch("delete", "-f", workers, "--yes");
        Await.until("no process is left", SOON, () -> processes.alive().isEmpty());
        Await.until("no container is left", SOON, () -> containers.all().isEmpty());
    }

    /** What a user applies, and what comes of it in the context in use. */
    private record Seen(byte[] applied, JsonNode record, JsonNode run) {

        private static final ObjectMapper JSON = new ObjectMapper();

        static Seen of(Shell shell, String file, String became, String workers) throws IOException {
            byte[] applied = Files.readAllBytes(Path.of(file));
            assertThat(shell.joch("apply", "-f", file, "--yes")).contains("agent/scout " + became);
            shell.joch("apply", "-f", workers, "--yes");
            return new Seen(
                    applied,
                    JSON.readTree(shell.joch("get", "agent", "scout", "-q", "-o", "json")),
                    JSON.readTree(shell.joch("run", "scout", "hello", "-q", "-o", "json")));
        }

        /** Who it is and what it is, without what was observed of it since. */
        JsonNode agent() {
            ObjectNode agent = JSON.createObjectNode();
            for (String field : List.of("uid", "generation", "labels", "annotations")) {
                agent.set(field, record.path("metadata").path(field));
            }
            return agent.set("spec", record.path("spec"));
        }

        JsonNode madeFrom() {
            ObjectNode from = JSON.createObjectNode();
            for (String field : List.of("manifestRef", "manifestDigest", "abomSnapshotRef")) {
                from.set(field, run.path("status").path(field));
            }
            return from;
        }

        String ranOn() {
            JsonNode status = run.path("status");
            assertThat(status.path("phase").asText()).as("%s", run).isEqualTo("Succeeded");
            assertThat(status.path("output").path("heard").asText()).isEqualTo("hello");
            return run.path("spec").path("placement").path("runtime").asText()
                    + ", sees machine: "
                    + status.path("output").path("seesMachine").asText();
        }

        String worker() {
            return run.path("status").path("worker").asText();
        }
    }
}
