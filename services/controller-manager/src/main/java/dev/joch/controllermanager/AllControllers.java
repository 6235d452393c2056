package dev.joch.controllermanager;

import dev.joch.controllermanager.agent.AgBOMController;
import dev.joch.controllermanager.agent.AgentController;
import dev.joch.controllermanager.agent.BillRecords;
import dev.joch.controllermanager.agent.EngineDoor;
import dev.joch.controllermanager.agent.FrameworkAdapterController;
import dev.joch.controllermanager.agent.PolicyController;
import dev.joch.controllermanager.agent.ToldToEngine;
import dev.joch.controllermanager.graph.GraphStore;
import dev.joch.controllermanager.job.JobRuns;
import dev.joch.controllermanager.memory.MemoryController;
import dev.joch.controllermanager.model.ModelController;
import dev.joch.controllermanager.model.ModelRouteController;
import dev.joch.controllermanager.ops.BudgetController;
import dev.joch.controllermanager.ops.PlaceController;
import dev.joch.controllermanager.ops.SecretController;
import dev.joch.controllermanager.read.ReadStore;
import dev.joch.controllermanager.runtime.ExecutionController;
import dev.joch.controllermanager.runtime.KeptController;
import dev.joch.controllermanager.runtime.RunRecordController;
import dev.joch.controllermanager.runtime.SchedulerDoor;
import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.ServedController;
import dev.joch.controllermanager.tools.MCPServerController;
import dev.joch.controllermanager.tools.ToolController;
import dev.joch.controllermanager.trigger.Runs;
import dev.joch.controllermanager.trigger.StartFollowers;
import dev.joch.controllermanager.trigger.StoredRuns;
import dev.joch.controllermanager.trigger.TriggeredAgents;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.service.mesh.MeshChannels;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One controller for each kind that people see. */
final class AllControllers {

    private AllControllers() {}

    static Map<String, KindController> by(
            MeshChannels channels,
            ReadStore reads,
            GraphStore graph,
            EngineDoor engine,
            Duration policyUseEvery,
            KindController deployments,
            JobRuns jobs) {
        SchedulerDoor scheduler = new SchedulerDoor(channels.to("scheduler"));
        Runs runs =
                new StoredRuns(channels.to("admission"), channels.to("resource-store"), scheduler);
        List<KindController> all =
                List.of(
                        new TriggeredAgents(
                                new AgentController(
                                        channels.to("compiler"),
                                        engine,
                                        new BillRecords(graph, channels.to("resource-store"))),
                                runs),
                        new FrameworkAdapterController(graph),
                        new PolicyController(engine, policyUseEvery),
                        new AgBOMController(channels.to("agbom"), graph, reads),
                        new PlaceController("Environment", engine),
                        new PlaceController("Team", engine),
                        new RunRecordController("Approval"),
                        new ExecutionController(
                                scheduler, new StartFollowers(graph, reads, runs), jobs),
                        new RunRecordController("Handoff"),
                        new RunRecordController("StateCheckpoint"),
                        new RunRecordController("ToolCall"),
                        KeptController.conversations(),
                        KeptController.traces(),
                        KeptController.artifacts(),
                        deployments,
                        new ServedController(
                                "Eval", "Passed", Set.of("Failed"), "the service that runs it"),
                        new ServedController(
                                "KnowledgeSource",
                                "Ready",
                                Set.of("Failed"),
                                "the service that reads it"),
                        new ServedController(
                                "RAG", "Ready", Set.of("Failed"), "the service that builds it"),
                        new MemoryController(),
                        new ToldToEngine(engine, new ModelController()),
                        new ModelRouteController(),
                        new BudgetController(),
                        new SecretController(),
                        new ToldToEngine(engine, new MCPServerController()),
                        new ToldToEngine(engine, new ToolController()));
        return all.stream()
                .collect(Collectors.toUnmodifiableMap(KindController::kind, Function.identity()));
    }

    /** Kinds that a controller is needed for: all but what Joch writes for itself. */
    static Set<String> kinds() {
        return Kinds.all().stream()
                .filter(kind -> !kind.internal())
                .map(Kind::kind)
                .collect(Collectors.toUnmodifiableSet());
    }
}
