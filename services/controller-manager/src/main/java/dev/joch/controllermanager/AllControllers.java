package dev.joch.controllermanager;

import dev.joch.controllermanager.agent.AgBOMController;
import dev.joch.controllermanager.agent.AgentController;
import dev.joch.controllermanager.agent.BillRecords;
import dev.joch.controllermanager.agent.EngineDoor;
import dev.joch.controllermanager.agent.FrameworkAdapterController;
import dev.joch.controllermanager.agent.PolicyController;
import dev.joch.controllermanager.graph.GraphStore;
import dev.joch.controllermanager.memory.KnowledgeSourceController;
import dev.joch.controllermanager.memory.MemoryController;
import dev.joch.controllermanager.memory.RAGController;
import dev.joch.controllermanager.model.ModelController;
import dev.joch.controllermanager.model.ModelRouteController;
import dev.joch.controllermanager.ops.ArtifactController;
import dev.joch.controllermanager.ops.BudgetController;
import dev.joch.controllermanager.ops.DeploymentController;
import dev.joch.controllermanager.ops.EnvironmentController;
import dev.joch.controllermanager.ops.EvalController;
import dev.joch.controllermanager.ops.SecretController;
import dev.joch.controllermanager.ops.TeamController;
import dev.joch.controllermanager.ops.TraceController;
import dev.joch.controllermanager.read.ReadStore;
import dev.joch.controllermanager.runtime.ApprovalController;
import dev.joch.controllermanager.runtime.ConversationController;
import dev.joch.controllermanager.runtime.ExecutionController;
import dev.joch.controllermanager.runtime.HandoffController;
import dev.joch.controllermanager.runtime.StateCheckpointController;
import dev.joch.controllermanager.runtime.ToolCallController;
import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.tools.MCPServerController;
import dev.joch.controllermanager.tools.ToolController;
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
            Duration policyUseEvery) {
        List<KindController> all =
                List.of(
                        new AgentController(
                                channels.to("compiler"),
                                engine,
                                new BillRecords(reads, graph, channels.to("resource-store"))),
                        new FrameworkAdapterController(graph),
                        new PolicyController(engine, policyUseEvery),
                        new AgBOMController(channels.to("agbom"), graph, reads),
                        new EnvironmentController(engine),
                        new TeamController(engine),
                        new ApprovalController(),
                        new ConversationController(),
                        new ExecutionController(),
                        new HandoffController(),
                        new StateCheckpointController(),
                        new ToolCallController(),
                        new KnowledgeSourceController(),
                        new MemoryController(),
                        new RAGController(),
                        new ModelController(),
                        new ModelRouteController(),
                        new ArtifactController(),
                        new BudgetController(),
                        new DeploymentController(),
                        new EvalController(),
                        new SecretController(),
                        new TraceController(),
                        new MCPServerController(),
                        new ToolController());
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
