package dev.joch.compiler.agent;

import dev.joch.resource.v1alpha1.AgentFramework;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.FrameworkAdapterSpec;
import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.resource.v1alpha1.ModelRouteRequirements;

import java.util.Optional;

/** The adapter, what it can do, and the route, which the adapter has to be able to bind. */
final class FrameworkPart {

    private static final String ADAPTER = "spec.framework.adapterRef.name";

    private FrameworkPart() {}

    static void add(Scope scope, CompiledAgentManifestSpec.Builder manifest) {
        AgentFramework framework = scope.spec().getFramework();
        ManifestFramework.Builder out = manifest.getFrameworkBuilder();
        out.setAdapter(framework.getAdapterRef().getName());
        if (framework.hasEntrypoint()) {
            out.setEntrypoint(framework.getEntrypoint());
        }
        if (framework.hasPythonModule()) {
            out.setPythonModule(framework.getPythonModule());
        }
        if (framework.hasTypescriptModule()) {
            out.setTypescriptModule(framework.getTypescriptModule());
        }
        if (framework.hasImage()) {
            out.setImage(framework.getImage());
        }
        if (framework.hasWorkflow()) {
            out.setWorkflow(framework.getWorkflow());
        }
        Optional<Found<FrameworkAdapterSpec>> adapter =
                scope.reads()
                        .need(
                                scope.namespace(),
                                "FrameworkAdapter",
                                framework.getAdapterRef(),
                                ADAPTER,
                                FrameworkAdapterSpec.class);
        Optional<ModelRouteRequirements> route = new RoutePart(scope, manifest).add();
        adapter.ifPresent(found -> {
            FrameworkAdapterSpec spec = found.spec();
            out.setFramework(spec.getFramework()).setAdapterGeneration(found.generation());
            if (spec.hasAdapterImage()) {
                out.setAdapterImage(spec.getAdapterImage());
            }
            new AdapterRules(scope, found).check(route);
        });
    }

    /** The adapter's own address of a gateway, or the installation's. */
    static String gateway(Scope scope, boolean mcp) {
        String own =
                scope.reads()
                        .look(
                                "",
                                "FrameworkAdapter",
                                "",
                                scope.spec().getFramework().getAdapterRef().getName(),
                                FrameworkAdapterSpec.class)
                        .map(found -> found.spec().getBindings())
                        .map(bindings ->
                                mcp ? bindings.getMcpGatewayUrl() : bindings.getToolGatewayUrl())
                        .orElse("");
        if (!own.isEmpty()) {
            return own;
        }
        return mcp ? scope.endpoints().mcpGateway() : scope.endpoints().toolGateway();
    }
}
