package dev.joch.bench;

import com.google.protobuf.Any;

import dev.joch.resource.v1alpha1.KnowledgeSourceLocation;
import dev.joch.resource.v1alpha1.KnowledgeSourceSpec;
import dev.joch.resource.v1alpha1.Resource;

/** Resources of about one kilobyte, as users have them. */
final class Samples {

    private static final String TEXT = "Public support documentation, crawled nightly. ".repeat(14);

    private Samples() {}

    /** A resource without references; `version` changes its spec. */
    static Resource resource(String namespace, String name, long version) {
        KnowledgeSourceSpec spec =
                KnowledgeSourceSpec.newBuilder()
                        .setDescription(TEXT + version)
                        .setType("web")
                        .setSource(
                                KnowledgeSourceLocation.newBuilder()
                                        .setUrl("https://example.com/help"))
                        .build();
        Resource.Builder resource =
                Resource.newBuilder()
                        .setApiVersion("memory.joch.dev/v1alpha1")
                        .setKind("KnowledgeSource")
                        .setSpec(Any.pack(spec));
        resource.getMetadataBuilder()
                .setNamespace(namespace)
                .setName(name)
                .putLabels("team", "support-platform")
                .putLabels("env", "dev");
        return resource.build();
    }
}
