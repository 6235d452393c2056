package dev.joch.agbom;

import dev.joch.agbom.v1.AgBomServiceGrpc;
import dev.joch.agbom.v1.GenerateBillRequest;
import dev.joch.resource.v1alpha1.AgBOMSpec;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.postgres.TestPostgres;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** What a bill costs: unchanged, changed, and changed in all formats with signatures. */
public final class GenerateCost {

    private static final int ROUNDS = 400;

    private GenerateCost() {}

    /**
     * Runs.
     *
     * @param arguments a file for the signing key
     */
    public static void main(String[] arguments) {
        try (JochProcess process =
                JochProcess.start(
                        List.of("agbom"),
                        List.of(),
                        Map.of(
                                "joch.database.url",
                                TestPostgres.server().newDatabase(),
                                "joch.agbom.signing.key-file",
                                arguments[0]))) {
            AgBOMSpec plain = AgBOMSpec.newBuilder().addFormats("cyclonedx").build();
            AgBOMSpec all = plain.toBuilder().addFormats("spdx").addFormats("swid").build();
            print("first", 1, process, step -> new Sample().record(plain));
            print("unchanged", ROUNDS, process, step -> new Sample().record(plain));
            print(
                    "changed",
                    ROUNDS,
                    process,
                    step -> new Sample().record(plain).knowledgeIs("a" + step));
            print(
                    "changed, all formats",
                    ROUNDS,
                    process,
                    step -> new Sample().record(all).knowledgeIs("b" + step));
        }
        System.exit(0);
    }

    private static void print(
            String name, int rounds, JochProcess process, IntFunction<Sample> samples) {
        var agBom = AgBomServiceGrpc.newBlockingStub(process.bean(MeshChannels.class).to("agbom"));
        long[] nanos = new long[rounds];
        for (int step = 0; step < rounds; step++) {
            Sample sample = samples.apply(step);
            process.bean(FakeStore.class).hold(sample);
            process.bean(FakeCompiler.class).has(sample);
            long start = System.nanoTime();
            agBom.generateBill(
                    GenerateBillRequest.newBuilder().setAgent(Sample.agentKey()).build());
            nanos[step] = System.nanoTime() - start;
        }
        // the first half warms up
        Arrays.sort(nanos, rounds / 2, rounds);
        long[] warm = Arrays.copyOfRange(nanos, rounds / 2, rounds);
        System.out.printf(
                "%s: p50 %.2f ms, p99 %.2f ms%n",
                name, warm[warm.length / 2] / 1e6, warm[warm.length * 99 / 100] / 1e6);
    }
}
