package dev.joch.bench;

import dev.joch.compiler.agent.CompileAgent;
import dev.joch.compiler.agent.Endpoints;
import dev.joch.compiler.agent.Outcome;
import dev.joch.compiler.compile.CompilerView;
import dev.joch.compiler.compile.ViewShelf;
import dev.joch.compiler.v1.CompileRequest;
import dev.joch.compiler.v1.CompileResult;
import dev.joch.compiler.v1.CompileTarget;
import dev.joch.compiler.v1.CompilerServiceGrpc;
import dev.joch.compiler.v1.CompilerServiceGrpc.CompilerServiceBlockingStub;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.Put;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.postgres.TestPostgres;

import org.HdrHistogram.Histogram;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long it takes to compile one agent with 30 references by the rules alone, and how long until
 * 10,000 agents are compiled and kept again after a policy that they share has changed.
 *
 * <p>Arguments: agents (10000), rounds of one agent (20000).
 */
public final class CompileAgents {

    private static final int BATCH = 500;
    private static final int TARGETS = 100;
    private static final int CALLERS = 4;

    private CompileAgents() {}

    public static void main(String[] args) throws Exception {
        int agents = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        one(rounds);
        all(agents);
        System.exit(0);
    }

    private static void one(int rounds) {
        CompilerView view = new CompilerView();
        List<Resource> records = CompileRecords.surroundings(1);
        records.forEach(record -> view.take(record, false));
        ViewShelf shelf = new ViewShelf(view, Map.of());
        CompileAgent core = new CompileAgent(Endpoints.standard(), "dev");
        Resource agent = CompileRecords.agent("bench");
        Histogram times = new Histogram(3);
        for (int i = 0; i < rounds * 2; i++) {
            long start = System.nanoTime();
            Outcome outcome = core.compile(agent, "", shelf);
            if (!(outcome instanceof Outcome.Compiled)) {
                throw new IllegalStateException(outcome.diagnostics().toString());
            }
            if (i >= rounds) {
                times.recordValue(System.nanoTime() - start);
            }
        }
        new Report("compile-one")
                .put("references", CompileRecords.REFERENCES)
                .latency("compile", times)
                .print();
    }

    private static void all(int agents) throws Exception {
        try (JochProcess process =
                JochProcess.start(
                        List.of("resource-store", "compiler"),
                        List.of(),
                        Map.of("joch.database.url", TestPostgres.server().newDatabase()))) {
            MeshChannels channels = process.bean(MeshChannels.class);
            ResourceStoreServiceBlockingStub store =
                    ResourceStoreServiceGrpc.newBlockingStub(channels.to("resource-store"));
            CompilerServiceBlockingStub compiler =
                    CompilerServiceGrpc.newBlockingStub(channels.to("compiler"));
            long revision = write(store, CompileRecords.surroundings(1));
            List<Resource> fleet = new ArrayList<>();
            for (int i = 0; i < agents; i++) {
                fleet.add(CompileRecords.agent("agent-" + i));
                if (fleet.size() == BATCH || i == agents - 1) {
                    revision = write(store, fleet);
                    fleet.clear();
                }
            }
            long first = compile(compiler, agents, revision);
            revision = write(store, List.of(CompileRecords.policy(2)));
            long again = compile(compiler, agents, revision);
            new Report("compile-fleet")
                    .put("agents", agents)
                    .put("references", CompileRecords.REFERENCES)
                    .put("callers", CALLERS)
                    .put("firstSeconds", Math.round(first / 1e7) / 100.0)
                    .put("afterPolicyChangeSeconds", Math.round(again / 1e7) / 100.0)
                    .perSecond("agentsPerSecond", agents, again)
                    .print();
        }
    }

    private static long write(ResourceStoreServiceBlockingStub store, List<Resource> records) {
        WriteRequest.Builder batch = WriteRequest.newBuilder().setTenant(CompileRecords.TENANT);
        records.forEach(record ->
                batch.addMutations(
                        Mutation.newBuilder().setPut(Put.newBuilder().setResource(record))));
        return store.write(batch.build()).getRevision();
    }

    /** All of them by a few callers, each new. */
    private static long compile(CompilerServiceBlockingStub compiler, int agents, long revision)
            throws Exception {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger created = new AtomicInteger();
        long start = System.nanoTime();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                running.add(
                        callers.submit(() -> {
                            for (int from = next.getAndAdd(TARGETS);
                                    from < agents;
                                    from = next.getAndAdd(TARGETS)) {
                                int upTo = Math.min(agents, from + TARGETS);
                                created.addAndGet(compile(compiler, from, upTo, revision));
                            }
                        }));
            }
            for (Future<?> caller : running) {
                caller.get();
            }
        }
        if (created.get() != agents) {
            throw new IllegalStateException(created + " of " + agents + " are new");
        }
        return System.nanoTime() - start;
    }

    private static int compile(
            CompilerServiceBlockingStub compiler, int from, int upTo, long revision) {
        CompileRequest.Builder request = CompileRequest.newBuilder();
        for (int i = from; i < upTo; i++) {
            request.addTargets(
                    CompileTarget.newBuilder()
                            .setAgent(
                                    ResourceKeys.of(
                                            CompileRecords.TENANT,
                                            "Agent",
                                            CompileRecords.NAMESPACE,
                                            "agent-" + i))
                            .setMinRevision(revision));
        }
        return (int)
                compiler.compile(request.build()).getResultsList().stream()
                        .filter(CompileResult::getCreated)
                        .count();
    }
}
