package dev.joch.bench;

import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.DistributeRequest;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.PolicyServiceGrpc;
import dev.joch.policy.v1.PolicyServiceGrpc.PolicyServiceBlockingStub;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.id.Ids;
import dev.joch.service.identity.GenerateKeys;
import dev.joch.service.identity.IdentityConfig;
import dev.joch.service.identity.KeyMeshGuard;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.mesh.MeshConfig;
import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.Cluster;
import dev.joch.testkit.cluster.FreePorts;
import dev.joch.testkit.cluster.KillablePostgres;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.cluster.Ready;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Questions to the policy engine over gRPC on this machine, as a gateway asks them: a process of
 * its own on a Postgres of its own, service tokens on every call, every decision recorded.
 *
 * <p>1,000 policies of 5 rules; 50 agents, 20 policies have a say for each. The calls come at a
 * fixed rate whatever the answers do. First all are allowed, then one of a hundred is denied, and a
 * denial is durable before it is answered. Arguments: calls a second (5000), seconds (20).
 */
public final class PolicyCalls {

    private static final String ENGINE = "policy-engine";
    private static final int POLICIES = 1_000;
    private static final int AGENTS = 50;
    private static final int CLIENTS = 64;

    private PolicyCalls() {}

    public static void main(String[] args) throws IOException {
        int perSecond = args.length > 0 ? Integer.parseInt(args[0]) : 5_000;
        Duration length = Duration.ofSeconds(args.length > 1 ? Integer.parseInt(args[1]) : 20);
        Path folder = Files.createTempDirectory("joch-policy-calls");
        try (Cluster cluster = new Cluster(folder)) {
            int port = FreePorts.next();
            KillablePostgres postgres = KillablePostgres.start(cluster);
            Member engine = engine(cluster, postgres, folder.resolve("keys"), port);
            Costs costs =
                    new Costs(
                            cpu(engine),
                            cpu(postgres.member()),
                            new CpuTime(List.of(ProcessHandle.current())));
            try (MeshChannels channels = channels(folder.resolve("keys"), port)) {
                PolicyServiceBlockingStub stub =
                        PolicyServiceGrpc.newBlockingStub(channels.to(ENGINE));
                distribute(stub);
                Load.open(CLIENTS, perSecond, Duration.ofSeconds(15), asking(stub, 100));
                measure("allowed", stub, costs, perSecond, length, 0);
                measure("oneOfHundredDenied", stub, costs, perSecond, length, 100);
            }
        }
        System.exit(0);
    }

    /** Processor time of all that take part. */
    private record Costs(CpuTime engine, CpuTime postgres, CpuTime load) {}

    private static CpuTime cpu(Member member) {
        return new CpuTime(ProcessHandle.of(member.process().pid()).stream().toList());
    }

    private static Member engine(Cluster cluster, KillablePostgres postgres, Path keys, int port)
            throws IOException {
        GenerateKeys.make(keys, ENGINE);
        GenerateKeys.make(keys, "bench");
        ChildCommand command =
                Programs.service(ENGINE, "dev.joch.policyengine.PolicyEngineServer")
                        .env(
                                Map.of(
                                        "JOCH_EVENTS_TRANSPORT",
                                        "direct",
                                        "JOCH_MESH_SPLIT",
                                        "true",
                                        "JOCH_MESH_HOST",
                                        "127.0.0.1",
                                        "JOCH_MESH_PORT",
                                        "" + port,
                                        "JOCH_MESH_IDENTITY_NAME",
                                        ENGINE,
                                        "JOCH_MESH_IDENTITY_KEY_FILE",
                                        keys.resolve(ENGINE + ".key") + "",
                                        "JOCH_MESH_IDENTITY_TRUST_FOLDER",
                                        keys.resolve("trust") + "",
                                        "JOCH_DATABASE_URL",
                                        postgres.url("postgres")));
        Member member = cluster.add(command, Ready.port(port), Duration.ofSeconds(90));
        member.start();
        return member;
    }

    private static MeshChannels channels(Path keys, int port) {
        InstantSource clock = InstantSource.system();
        return new MeshChannels(
                "bench",
                new MeshConfig(
                        true,
                        "",
                        0,
                        Map.of(ENGINE, "dns:///localhost:" + port),
                        MeshConfig.DEFAULT_MAX_MESSAGE_BYTES),
                new KeyMeshGuard(
                        new IdentityConfig(
                                "bench", keys.resolve("bench.key"), keys.resolve("trust")),
                        new Ids(clock),
                        clock));
    }

    private static void distribute(PolicyServiceBlockingStub engine) {
        List<Resource> policies = new ArrayList<>();
        for (int i = 0; i < POLICIES; i++) {
            policies.add(PolicyDecisions.policy(i, Map.of("fleet", "f" + i % AGENTS)));
        }
        for (int from = 0; from < POLICIES; from += AGENTS) {
            engine.withDeadlineAfter(Duration.ofMinutes(5))
                    .distribute(
                            DistributeRequest.newBuilder()
                                    .addAllResources(policies.subList(from, from + AGENTS))
                                    .build());
        }
        DistributeRequest.Builder agents = DistributeRequest.newBuilder();
        for (int i = 0; i < AGENTS; i++) {
            Resource.Builder agent =
                    Resource.newBuilder()
                            .setKind("Agent")
                            .setSpec(Any.pack(AgentSpec.getDefaultInstance()));
            agent.getMetadataBuilder()
                    .setTenant(PolicyDecisions.TENANT)
                    .setNamespace(PolicyDecisions.NAMESPACE)
                    .setName("agent-" + i)
                    .putLabels("fleet", "f" + i)
                    .setGeneration(1)
                    .setResourceVersion("1");
            agents.addResources(agent);
        }
        engine.withDeadlineAfter(Duration.ofMinutes(5)).distribute(agents.build());
    }

    /**
     * @param deniedOneOf so many calls is denied; 0 is none
     */
    private static Load.Action asking(PolicyServiceBlockingStub engine, int deniedOneOf) {
        return (client, round) -> {
            long call = round * CLIENTS + client;
            boolean denied = deniedOneOf > 0 && call % deniedOneOf == 0;
            Decision decision =
                    engine.evaluate(question((int) (call % AGENTS), denied ? 10_000 : 0.5))
                            .getDecision();
            if (decision != (denied ? Decision.DECISION_DENY : Decision.DECISION_ALLOW)) {
                throw new IllegalStateException("an unexpected decision: " + decision);
            }
        };
    }

    private static EvaluateRequest question(int agent, double cost) {
        return EvaluateRequest.newBuilder()
                .setTenant(PolicyDecisions.TENANT)
                .setNamespace(PolicyDecisions.NAMESPACE)
                .setAgent("agent-" + agent)
                .setHook("steps/toolCallRequest")
                .putFacts("tool.name", PolicyDecisions.text("tool-7"))
                .putFacts("tool.sideEffect", PolicyDecisions.text("read_only"))
                .putFacts("cost.runUsd", Value.newBuilder().setNumberValue(cost).build())
                .setPayload(
                        Value.newBuilder()
                                .setStructValue(
                                        Struct.newBuilder()
                                                .putFields("to", PolicyDecisions.text("somebody"))
                                                .putFields(
                                                        "body",
                                                        PolicyDecisions.text(
                                                                "a text of a hundred words "
                                                                        .repeat(20)))))
                .build();
    }

    private static void measure(
            String round,
            PolicyServiceBlockingStub engine,
            Costs costs,
            int perSecond,
            Duration length,
            int deniedOneOf) {
        costs.engine().restart();
        costs.postgres().restart();
        costs.load().restart();
        Load.Measured load = Load.open(CLIENTS, perSecond, length, asking(engine, deniedOneOf));
        new Report("policy-calls")
                .put("round", round)
                .put("policies", POLICIES)
                .perSecond("callsPerSecond", load.calls(), load.nanos())
                .latency("call", load.latency())
                .put("engineCpuMicros", costs.engine().microsPer(load.calls()))
                .put("postgresCpuMicros", costs.postgres().microsPer(load.calls()))
                .put("loadCpuMicros", costs.load().microsPer(load.calls()))
                .put(
                        "loadAverage",
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage())
                .print();
    }
}
