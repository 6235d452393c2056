package dev.joch.agbom;

import dev.joch.agbom.v1.AgBomServiceGrpc;
import dev.joch.agbom.v1.GenerateBillRequest;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.process.JochProcess;

import java.util.List;
import java.util.Map;

/** The service with an agent that changes all the time, from where the process before it ended. */
public final class GeneratingProcess {

    static final int GENERATIONS = 12;

    private GeneratingProcess() {}

    public static void main(String[] arguments) {
        try (JochProcess process =
                JochProcess.start(
                        List.of("agbom"), List.of(), Map.of("joch.database.url", arguments[0]))) {
            var agBom =
                    AgBomServiceGrpc.newBlockingStub(process.bean(MeshChannels.class).to("agbom"));
            long generation = 0;
            for (int step = Integer.parseInt(arguments[1]); generation < GENERATIONS; step++) {
                Sample sample = new Sample().knowledgeIs("class-" + step);
                process.bean(FakeStore.class).hold(sample);
                process.bean(FakeCompiler.class).has(sample);
                generation =
                        agBom.generateBill(
                                        GenerateBillRequest.newBuilder()
                                                .setAgent(Sample.agentKey())
                                                .build())
                                .getBill()
                                .getGeneration();
            }
            System.out.println("all written");
        }
    }
}
