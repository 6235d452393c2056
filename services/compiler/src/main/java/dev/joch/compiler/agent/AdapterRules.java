package dev.joch.compiler.agent;

import dev.joch.resource.v1alpha1.FrameworkAdapterSpec;
import dev.joch.resource.v1alpha1.ModelRouteRequirements;

import java.util.Optional;

/**
 * An agent demands nothing that its adapter cannot do. A capability that is not listed is absent.
 */
final class AdapterRules {

    private final Scope scope;
    private final Found<FrameworkAdapterSpec> adapter;

    AdapterRules(Scope scope, Found<FrameworkAdapterSpec> adapter) {
        this.scope = scope;
        this.adapter = adapter;
    }

    /**
     * @param route what the route demands, when there is a route. What is set false does not matter
     */
    void check(Optional<ModelRouteRequirements> route) {
        require(scope.spec().getToolsCount() > 0, "toolBinding", "spec.tools", "calls tools");
        require(
                scope.spec().getMcpServersCount() > 0,
                "mcpBinding",
                "spec.mcpServers",
                "uses MCP servers");
        route.ifPresent(demands -> {
            String field = "spec.modelRoute";
            require(true, "modelRouterBinding", field, "calls models over a route");
            require(demands.getStreaming(), "streaming", field, "has a route that streams");
            require(
                    demands.getStructuredOutput(),
                    "structuredOutput",
                    field,
                    "has a route with structured output");
            require(demands.getVision(), "vision", field, "has a route with vision");
            require(demands.getAudio(), "audio", field, "has a route with audio");
        });
    }

    private void require(boolean needed, String capability, String field, String why) {
        if (needed && !adapter.spec().getCapabilitiesOrDefault(capability, false)) {
            scope.findings()
                    .error(
                            Reason.CAPABILITY_MISMATCH,
                            field,
                            "the agent "
                                    + why
                                    + ", and FrameworkAdapter "
                                    + adapter.name()
                                    + " has no capability `"
                                    + capability
                                    + "`",
                            "choose another adapter, or set spec.capabilities."
                                    + capability
                                    + ": true in FrameworkAdapter "
                                    + adapter.name()
                                    + " if it can");
        }
    }
}
