package dev.joch.compiler.compile;

import dev.joch.compiler.compile.Desk.Found;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.FrameworkAdapterSpec;
import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.resource.v1alpha1.ManifestModelRoute;

import java.util.Optional;

/** The adapter of an agent: where it binds, and whether it can do what the agent needs of it. */
record Adapter(Found<FrameworkAdapterSpec> found) {

    private static final String FIELD = "spec.framework.adapterRef.name";

    static Optional<Adapter> of(Desk desk, AgentSpec agent) {
        return desk.require(
                        FIELD,
                        "FrameworkAdapter",
                        FrameworkAdapterSpec.class,
                        agent.getFramework().getAdapterRef())
                .map(Adapter::new);
    }

    ManifestFramework manifest(AgentSpec agent) {
        ManifestFramework.Builder manifest =
                ManifestFramework.newBuilder()
                        .setAdapter(found.name())
                        .setAdapterImage(found.spec().getAdapterImage())
                        .setEntrypoint(agent.getFramework().getEntrypoint())
                        .setPythonModule(agent.getFramework().getPythonModule())
                        .setTypescriptModule(agent.getFramework().getTypescriptModule())
                        .setImage(agent.getFramework().getImage())
                        .setFramework(found.spec().getFramework())
                        .setAdapterGeneration(found.generation());
        if (agent.getFramework().hasWorkflow()) {
            manifest.setWorkflow(agent.getFramework().getWorkflow());
        }
        return manifest.build();
    }

    String toolGateway(Endpoints endpoints) {
        return orElse(found.spec().getBindings().getToolGatewayUrl(), endpoints.toolGateway());
    }

    String mcpGateway(Endpoints endpoints) {
        return orElse(found.spec().getBindings().getMcpGatewayUrl(), endpoints.mcpGateway());
    }

    private static String orElse(String given, String otherwise) {
        return given.isEmpty() ? otherwise : given;
    }

    /** An error for everything that the agent needs and the adapter does not bind. */
    void check(Desk desk, AgentSpec agent, Optional<ManifestModelRoute> route) {
        if (agent.getToolsCount() > 0) {
            require(desk, "spec.tools", "toolBinding", "has tools");
        }
        if (agent.getMcpServersCount() > 0) {
            require(desk, "spec.mcpServers", "mcpBinding", "uses MCP servers");
        }
        if (route.isPresent()) {
            require(desk, Models.ROUTE_FIELD, "modelRouterBinding", "calls models over a route");
            needs(desk, route.get().getRequirements().getStreaming(), "streaming");
            needs(desk, route.get().getRequirements().getStructuredOutput(), "structuredOutput");
            needs(desk, route.get().getRequirements().getVision(), "vision");
            needs(desk, route.get().getRequirements().getAudio(), "audio");
        }
    }

    private void needs(Desk desk, boolean needed, String capability) {
        if (needed) {
            require(
                    desk,
                    Models.ROUTE_FIELD,
                    capability,
                    "has a route that requires " + capability);
        }
    }

    private void require(Desk desk, String field, String capability, String why) {
        if (!found.spec().getCapabilitiesOrDefault(capability, false)) {
            desk.error(
                    field,
                    "CAPABILITY_MISMATCH",
                    "the agent "
                            + why
                            + ", but FrameworkAdapter "
                            + found.name()
                            + " declares "
                            + capability
                            + "=false",
                    "choose an adapter with " + capability + ", or do without");
        }
    }
}
