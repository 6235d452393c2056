package dev.joch.compiler.agent;

import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.ManifestMemory;
import dev.joch.resource.v1alpha1.MemorySpec;
import dev.joch.resource.v1alpha1.RAGSpec;
import dev.joch.resource.v1alpha1.Ref;

import java.util.Map;
import java.util.TreeMap;

/** Memories by role, and retrieval sources in the agent's order. */
final class MemoryPart {

    private MemoryPart() {}

    static void add(Scope scope, CompiledAgentManifestSpec.Builder manifest) {
        String endpoint = scope.endpoints().memory();
        for (Map.Entry<String, Ref> entry :
                new TreeMap<>(scope.spec().getMemoriesMap()).entrySet()) {
            String field = "spec.memories." + entry.getKey() + ".name";
            scope.reads()
                    .need(scope.namespace(), "Memory", entry.getValue(), field, MemorySpec.class)
                    .ifPresent(found ->
                            manifest.putMemories(
                                    entry.getKey(),
                                    ManifestMemory.newBuilder()
                                            .setEndpoint(endpoint)
                                            .setNamespace(found.namespace())
                                            .setName(found.name())
                                            .build()));
        }
        for (int i = 0; i < scope.spec().getRagRefsCount(); i++) {
            String field = "spec.ragRefs[" + i + "].name";
            scope.reads()
                    .need(
                            scope.namespace(),
                            "RAG",
                            scope.spec().getRagRefs(i),
                            field,
                            RAGSpec.class)
                    .ifPresent(found ->
                            manifest.addRagRefsBuilder()
                                    .setEndpoint(scope.endpoints().rag())
                                    .setNamespace(found.namespace())
                                    .setName(found.name()));
        }
    }
}
