package dev.joch.server.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.joch.server.split.SplitCluster;
import dev.joch.testkit.wait.Await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Joch without a worker: the controllers start them on the machine, a pool for a deployment and one
 * for each run in job mode, also across the death of the controllers.
 */
final class StartedWorkers {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String DEPLOYMENT = "/v1/namespaces/support/deployments/echo-dev";

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
              name: echo
              namespace: support
              labels: { owner: support, team: support, env: dev }
            spec:
              framework: { adapterRef: { name: custom-java }, entrypoint: Greeter.java }
              modelRoute: { routeRef: { name: support-default } }
            """;

    private static final String DEPLOYED =
            """
            apiVersion: ops.joch.dev/v1alpha1
            kind: Deployment
            metadata:
              name: echo-dev
              namespace: support
              labels: { owner: support }
              annotations: { joch.dev/pool: echoes }
            spec:
              agentRef: { name: echo }
              environmentRef: { name: dev }
              replicas: 2
            """;

    private static final String RUN =
            """
            {"name": "%s",
             "spec": {"agentRef": {"name": "echo"}, "placement": {%s},
                      "input": {"content": [{"kind": "text", "text": "hello"}]}}}
            """;

    private final Path root = Path.of(System.getProperty("joch.root", ".."));
    private final SplitCluster cluster;
    private final WorkerProcesses processes;

    StartedWorkers(SplitCluster cluster) {
        this.cluster = cluster;
        this.processes = new WorkerProcesses(cluster.folder());
    }

    void comeAndGo() throws IOException {
        Files.createDirectories(cluster.code());
        Files.copy(
                root.resolve("examples/agents/java/Greeter.java"),
                cluster.code().resolve("Greeter.java"));
        try (FleetApi api = new FleetApi(cluster.rest(), cluster.token())) {
            for (String part : List.of("01-team", "02-models", "03-tools", "04-policy")) {
                api.apply(Files.readString(root.resolve("examples/quickstart/" + part + ".yaml")));
            }
            api.apply(AGENT);
            jobs(api);
            pools(api);
        } finally {
            processes.kill();
        }
    }

    private void jobs(FleetApi api) {
        api.execute("support", RUN.formatted("alone", "\"mode\": \"job\""));
        Await.until("its worker is started", SOON, () -> !job(api, "alone").isEmpty());
        // whoever comes back finds the job that is there
        cluster.member(SplitCluster.CONTROLLERS).kill();
        cluster.member(SplitCluster.CONTROLLERS).start();
        JsonNode alone = ended(api, "alone");
        assertThat(alone.path("phase").asText()).as("%s", alone).isEqualTo("Succeeded");
        assertThat(alone.path("attempt").asInt()).isEqualTo(1);
        Await.until("nothing is left of its job", SOON, () -> job(api, "alone").isEmpty());
    }

    private void pools(FleetApi api) {
        api.apply(DEPLOYED);
        Await.until(
                "the deployment is available",
                SOON,
                () -> status(api, DEPLOYMENT).path("phase").asText().equals("Available"));
        assertThat(status(api, DEPLOYMENT).path("replicasReady").asInt()).isEqualTo(2);
        api.execute("support", RUN.formatted("pooled", ""));
        JsonNode pooled = ended(api, "pooled");
        assertThat(pooled.path("phase").asText()).as("%s", pooled).isEqualTo("Succeeded");
        assertThat(pooled.path("job").asText()).isEmpty();
        assertThat(processes.alive()).hasSize(2);

        api.delete(DEPLOYMENT);
        Await.until("no worker is left", SOON, () -> processes.alive().isEmpty());
    }

    private JsonNode ended(FleetApi api, String run) {
        return Await.value(
                run + " ends",
                SOON,
                () -> {
                    JsonNode status = status(api, path(run));
                    return status.has("completedAt") ? status : null;
                });
    }

    private static String job(FleetApi api, String run) {
        return status(api, path(run)).path("job").asText();
    }

    private static String path(String run) {
        return "/v1/namespaces/support/executions/" + run;
    }

    private static JsonNode status(FleetApi api, String path) {
        return api.get(path).path("status");
    }
}
