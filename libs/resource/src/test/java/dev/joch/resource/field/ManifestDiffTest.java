package dev.joch.resource.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.field.ManifestDiff.DependencyChange;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.ManifestTool;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;

class ManifestDiffTest {

    private static CompiledAgentManifestSpec.Builder spec() {
        CompiledAgentManifestSpec.Builder spec = CompiledAgentManifestSpec.newBuilder();
        spec.getAgentBuilder().setName("a").setGeneration(7);
        spec.getFrameworkBuilder().setAdapter("sdk").setAdapterGeneration(1);
        spec.getModelRouteBuilder()
                .setName("r")
                .setNamespace("ns")
                .setGeneration(2)
                .setPrimary("p:m");
        spec.addTools(tool("x", 3)).addTools(tool("y", 1));
        spec.addChildrenBuilder().setName("c").setNamespace("ns").setGeneration(1);
        policy(spec, 1);
        return spec.setDigest("sha256:a");
    }

    private static void policy(CompiledAgentManifestSpec.Builder spec, long generation) {
        spec.getPoliciesBuilder()
                .clear()
                .addResolved("safe@v" + generation)
                .addEffectiveBuilder()
                .setName("safe")
                .setNamespace("joch-shared")
                .setGeneration(generation);
    }

    private static ManifestTool.Builder tool(String name, long generation) {
        return ManifestTool.newBuilder()
                .setName(name)
                .setNamespace("ns")
                .setGeneration(generation)
                .setSideEffect("read_only");
    }

    private static Resource manifest(CompiledAgentManifestSpec.Builder spec) {
        return Kinds.kind("CompiledAgentManifest")
                .newResource()
                .setSpec(Kinds.kind("CompiledAgentManifest").spec().pack(spec.build()))
                .build();
    }

    @Test
    void equalManifestsDoNotDiffer() {
        assertThat(ManifestDiff.between(manifest(spec()), manifest(spec())).isEmpty()).isTrue();
    }

    @Test
    void versionsAreToldByNameAndConsequencesByField() {
        CompiledAgentManifestSpec.Builder after = spec().clearTools();
        after.getAgentBuilder().setGeneration(8);
        after.addTools(tool("x", 4).setSideEffect("external_write")).addTools(tool("z", 1));
        after.getChildrenBuilder(0).setGeneration(2);
        policy(after, 2);
        after.setDigest("sha256:b");
        ManifestDiff diff = ManifestDiff.between(manifest(spec()), manifest(after));
        assertThat(diff.dependencies())
                .extracting(DependencyChange::text)
                .containsExactly(
                        "  Agent/ns/c g1 -> g2",
                        "  Policy/joch-shared/safe v1 -> v2",
                        "  Tool/ns/x g3 -> g4",
                        "- Tool/ns/y g1",
                        "+ Tool/ns/z g1");
        assertThat(diff.fields())
                .extracting(change -> change.path().toString())
                .containsExactly("spec.tools[0].sideEffect", "spec.tools[1].name");
    }

    @Test
    void aManifestThatWasNotThereIsAllNew() {
        ManifestDiff diff = ManifestDiff.between(null, manifest(spec()));
        assertThat(diff.dependencies()).hasSize(6).allMatch(change -> change.before().isEmpty());
    }
}
