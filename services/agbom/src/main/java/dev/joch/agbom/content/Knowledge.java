package dev.joch.agbom.content;

import dev.joch.resource.v1alpha1.KnowledgeSourceLocation;
import dev.joch.resource.v1alpha1.KnowledgeSourceSpec;
import dev.joch.resource.v1alpha1.ManifestMemory;
import dev.joch.resource.v1alpha1.ManifestRAG;
import dev.joch.resource.v1alpha1.MemorySpec;
import dev.joch.resource.v1alpha1.RAGSource;
import dev.joch.resource.v1alpha1.RAGSpec;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the agent remembers and can look up. */
final class Knowledge {

    private Knowledge() {}

    static void list(Ingredients from, Draft draft, String agent) {
        if (from.lists(Section.MEMORY)) {
            new TreeMap<>(from.manifest().getMemoriesMap())
                    .forEach(
                            (role, memory) -> draft.link(agent, memory(from, draft, role, memory)));
        }
        if (from.lists(Section.KNOWLEDGE)) {
            for (ManifestRAG index : from.manifest().getRagRefsList()) {
                draft.link(agent, index(from, draft, index));
            }
        }
    }

    private static String memory(
            Ingredients from, Draft draft, String role, ManifestMemory memory) {
        Entry entry = Entry.of(Shape.DATA, "Memory", memory.getName()).property("joch.role", role);
        from.find("Memory", memory.getNamespace(), memory.getName())
                .map(found -> Ingredients.spec(found, MemorySpec.class))
                .ifPresent(spec ->
                        entry.description(spec.getDescription())
                                .property("joch.type", spec.getType())
                                .property("joch.backend", spec.getBackend().getType())
                                .property("joch.retention.ttl", spec.getRetention().getTtl())
                                .property(
                                        "joch.retention.maxItems",
                                        spec.getRetention().getMaxItems())
                                .property("joch.scope.ownerKind", spec.getScope().getOwnerKind())
                                .property("joch.scope.ownerName", spec.getScope().getOwnerName())
                                .property("joch.piiHandling", spec.getPrivacy().getPiiHandling())
                                .property("joch.encryption", spec.getPrivacy().getEncryption()));
        String placed = draft.placed(memory.getNamespace(), memory.getName());
        String ref = "urn:memory:" + placed;
        draft.add(entry.as(ref, placed));
        return ref;
    }

    private static String index(Ingredients from, Draft draft, ManifestRAG index) {
        String placed = draft.placed(index.getNamespace(), index.getName());
        String ref = "urn:rag:" + placed;
        Entry entry = Entry.of(Shape.DATA, "RAG", index.getName());
        from.find("RAG", index.getNamespace(), index.getName())
                .map(found -> Ingredients.spec(found, RAGSpec.class))
                .ifPresent(spec -> {
                    describe(entry, spec);
                    for (RAGSource source : spec.getSourcesList()) {
                        draft.link(ref, source(from, draft, index.getNamespace(), source));
                    }
                    if (from.lists(Section.MODELS)) {
                        helpers(spec)
                                .flatMap(model -> from.find("Model", "", model).stream())
                                .forEach(model ->
                                        draft.link(
                                                ref,
                                                Models.model(from, draft, Models.name(model))));
                    }
                });
        draft.add(entry.as(ref, placed));
        return ref;
    }

    private static void describe(Entry entry, RAGSpec spec) {
        entry.description(spec.getDescription())
                .property("joch.vectorStore", spec.getVectorStore().getType())
                .property("joch.collection", spec.getVectorStore().getCollection())
                .property("joch.search.topK", spec.getRetrieval().getTopK())
                .property("joch.chunking.strategy", spec.getChunking().getStrategy())
                .property("joch.chunking.maxTokens", spec.getChunking().getMaxTokens())
                .flag("joch.search.hybrid", spec.getRetrieval().getHybridSearch())
                .flag("joch.search.reranked", spec.getRetrieval().getReranker().getEnabled());
    }

    /** Models that compute embeddings and put results in order. */
    private static Stream<String> helpers(RAGSpec spec) {
        return Stream.of(
                        spec.getEmbeddingModelRef(),
                        spec.getRetrieval().getReranker().getModelRef())
                .map(Ref::getName)
                .filter(name -> !name.isEmpty());
    }

    private static String source(
            Ingredients from, Draft draft, String namespace, RAGSource source) {
        Ref ref =
                Ref.newBuilder()
                        .setName(source.getName())
                        .setNamespace(source.getNamespace())
                        .build();
        return from.find("KnowledgeSource", namespace, ref)
                .map(found -> described(draft, found))
                .orElseGet(() -> {
                    String place =
                            source.getNamespace().isEmpty() ? namespace : source.getNamespace();
                    String placed = draft.placed(place, source.getName());
                    draft.add(
                            Entry.of(Shape.DATA, "KnowledgeSource", source.getName())
                                    .as("urn:knowledge:" + placed, placed));
                    return "urn:knowledge:" + placed;
                });
    }

    private static String described(Draft draft, Resource found) {
        KnowledgeSourceSpec spec = Ingredients.spec(found, KnowledgeSourceSpec.class);
        String name = found.getMetadata().getName();
        String placed = draft.placed(found.getMetadata().getNamespace(), name);
        Entry entry =
                Entry.of(Shape.DATA, "KnowledgeSource", name)
                        .description(spec.getDescription())
                        .property("joch.type", spec.getType())
                        .property("joch.classification", spec.getClassification().getSensitivity())
                        .property("joch.permissions", spec.getPermissions().getMode())
                        .property(
                                "joch.retention.days",
                                spec.getClassification().getRetention().getDays());
        location(spec.getSource()).forEach((word, value) -> entry.property(word, value));
        String ref = "urn:knowledge:" + placed;
        draft.add(entry.as(ref, placed));
        return ref;
    }

    private static Map<String, String> location(KnowledgeSourceLocation source) {
        Map<String, String> place = new TreeMap<>();
        List.of(
                        Map.entry("joch.source.url", source.getUrl()),
                        Map.entry("joch.source.path", source.getPath()),
                        Map.entry("joch.source.bucket", source.getBucket()),
                        Map.entry("joch.source.prefix", source.getPrefix()),
                        Map.entry("joch.source.folderId", source.getFolderId()))
                .forEach(entry -> place.put(entry.getKey(), entry.getValue()));
        return place;
    }
}
