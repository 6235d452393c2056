package dev.joch.bench;

import com.google.protobuf.Any;

import dev.joch.policy.v1.DistributeRequest;
import dev.joch.policy.v1.PolicyServiceGrpc;
import dev.joch.policy.v1.PolicyServiceGrpc.PolicyServiceBlockingStub;
import dev.joch.policy.v1.PolicyServiceGrpc.PolicyServiceStub;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Questions to the policy engine over gRPC on this machine, as a gateway asks them: a process of
 * its own on a Postgres of its own, service tokens on every call, every decision recorded.
 *
 * <p>1,000 policies of 5 rules; 50 agents, 20 policies have a say for each. The questions come over
 * one connection at a fixed rate whatever the answers do, from one thread that waits for none of
 * them: each in a call of its own, then over streams that stay open. First all are allowed, then
 * one of a hundred is denied, and a denial is durable before it is answered. A round ends when
 * every decision is on record. Arguments: questions a second (5000), seconds (20).
 */
public final class PolicyCalls {

    private static final String ENGINE = "policy-engine";
    private static final int POLICIES = 1_000;
    private static final int AGENTS = 50;

    /** Until then the compiler of the virtual machine takes more than the calls do. */
    private static final Duration WARM_UP =
            Duration.ofSeconds(Integer.getInteger("bench.warmUp", 60));

    /** Of as many gateways, or of one that does not put all on one. */
    private static final int STREAMS = 8;

    private final PolicyQuestions questions;
    private final Costs costs;
    private final int perSecond;
    private final Duration length;

    private PolicyCalls(PolicyQuestions questions, Costs costs, int perSecond, Duration length) {
        this.questions = questions;
        this.costs = costs;
        this.perSecond = perSecond;
        this.length = length;
    }

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
                            CpuTime.ofThisProcess(),
                            postgres.url("postgres"));
            try (MeshChannels channels = channels(folder.resolve("keys"), port)) {
                distribute(PolicyServiceGrpc.newBlockingStub(channels.to(ENGINE)));
                PolicyServiceStub stub = PolicyServiceGrpc.newStub(channels.to(ENGINE));
                PolicyCalls calls =
                        new PolicyCalls(new PolicyQuestions(AGENTS), costs, perSecond, length);
                calls.measure("calls", (call, question, answer) -> stub.evaluate(question, answer));
                try (PolicyStreams streams = new PolicyStreams(stub, STREAMS)) {
                    calls.measure("streams", streams);
                }
            }
        }
        System.exit(0);
    }

    /** Processor time of all that take part, and what came of it. */
    private record Costs(CpuTime engine, CpuTime postgres, CpuTime load, String url) {

        private static final Duration PATIENCE = Duration.ofSeconds(3);

        long recorded() {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery(
                                    "select count(*) from joch_policy_engine.decision")) {
                row.next();
                return row.getLong(1);
            } catch (SQLException e) {
                throw new IllegalStateException("decisions cannot be counted", e);
            }
        }

        /**
         * Waits until all that was answered is on record, or nothing more comes: an answer of which
         * nothing is kept is none. Gives how many are missing.
         */
        long missing(long expected) {
            long found = recorded();
            long grown = System.nanoTime();
            while (found < expected && System.nanoTime() - grown < PATIENCE.toNanos()) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                long now = recorded();
                grown = now > found ? System.nanoTime() : grown;
                found = now;
            }
            return expected - found;
        }
    }

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

    private void measure(String name, PolicyQuestions.Way way) {
        Load.paced(perSecond, WARM_UP, questions.by(way, 100));
        costs.missing(Long.MAX_VALUE);
        round(name + ", allowed", way, 0);
        round(name + ", one of a hundred denied", way, 100);
    }

    private void round(String name, PolicyQuestions.Way way, int deniedOneOf) {
        long before = costs.recorded();
        costs.engine().restart();
        costs.postgres().restart();
        costs.load().restart();
        Load.Measured load = Load.paced(perSecond, length, questions.by(way, deniedOneOf));
        long missing = costs.missing(before + load.calls());
        new Report("policy-calls")
                .put("round", name)
                .put("policies", POLICIES)
                .perSecond("callsPerSecond", load.calls(), load.nanos())
                .latency("call", load.latency())
                .put("engineCpuMicros", costs.engine().microsPer(load.calls()))
                .put("postgresCpuMicros", costs.postgres().microsPer(load.calls()))
                .put("loadCpuMicros", costs.load().microsPer(load.calls()))
                .put("notRecorded", missing)
                .put(
                        "loadAverage",
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage())
                .print();
    }
}
