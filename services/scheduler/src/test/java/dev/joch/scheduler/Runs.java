package dev.joch.scheduler;

import com.google.protobuf.Any;

import dev.joch.catalogue.run.RunModes;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.DeploymentSpec;
import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Part;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.v1.WorkerDescription;

import java.util.function.UnaryOperator;

/** Executions, agents and workers for tests. */
final class Runs {

    static final String TENANT = "acme";

    private Runs() {}

    static ResourceKey key(String namespace, String name) {
        return ResourceKeys.of(TENANT, "Execution", namespace, name);
    }

    static Resource execution(String namespace, String name) {
        return execution(namespace, name, spec -> spec);
    }

    static Resource execution(
            String namespace, String name, UnaryOperator<ExecutionSpec.Builder> change) {
        ExecutionSpec.Builder spec =
                ExecutionSpec.newBuilder().setAgentRef(Ref.newBuilder().setName("triage"));
        spec.getInputBuilder()
                .addContent(Part.newBuilder().setKind("text").setText("hello " + name));
        return Resource.newBuilder()
                .setKind("Execution")
                .setMetadata(
                        ObjectMeta.newBuilder()
                                .setTenant(TENANT)
                                .setNamespace(namespace)
                                .setName(name)
                                .setUid("uid-" + name)
                                .setGeneration(1))
                .setSpec(Any.pack(change.apply(spec).build()))
                .build();
    }

    static Resource agent(String namespace, String name, UnaryOperator<AgentSpec.Builder> change) {
        return Resource.newBuilder()
                .setKind("Agent")
                .setMetadata(
                        ObjectMeta.newBuilder()
                                .setTenant(TENANT)
                                .setNamespace(namespace)
                                .setName(name)
                                .setUid("agent-" + name)
                                .setGeneration(3)
                                .putLabels("env", "prod"))
                .setSpec(Any.pack(change.apply(AgentSpec.newBuilder()).build()))
                .build();
    }

    static Resource deployment(
            String namespace, String name, String agent, String environment, String pool) {
        DeploymentSpec spec =
                DeploymentSpec.newBuilder()
                        .setAgentRef(Ref.newBuilder().setName(agent))
                        .setEnvironmentRef(Ref.newBuilder().setName(environment))
                        .build();
        return Resource.newBuilder()
                .setKind("Deployment")
                .setMetadata(
                        ObjectMeta.newBuilder()
                                .setTenant(TENANT)
                                .setNamespace(namespace)
                                .setName(name)
                                .setUid("deployment-" + name)
                                .putAnnotations(RunModes.POOL_ANNOTATION, pool))
                .setSpec(Any.pack(spec))
                .build();
    }

    static WorkerDescription worker(String name, int capacity) {
        return WorkerDescription.newBuilder()
                .setWorker(name)
                .setPool("default")
                .setRuntime("local")
                .setCapacity(capacity)
                .build();
    }
}
