package dev.joch.resource.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;

import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;

import java.util.List;

class ResourceDiffTest {
    private static final Resource BEFORE =
            Examples.agent(
                    """
                    {description: old, framework: {adapterRef: {name: x}}, tools: [{name: a}, {name: b}, {name: c}],
                     budgets: {tokenLimitPerRun: 5}}
                    """);

    @Test
    void saysWhatWasAddedRemovedAndReplaced() {
        Resource after =
                Examples.agent(
                        """
                        {description: new, framework: {adapterRef: {name: x}}, tools: [{name: a}, {name: c}, {name: d}],
                         observability: {tracing: enabled}}
                        """);
        assertThat(lines(BEFORE, after))
                .containsExactlyInAnyOrder(
                        "replace spec.description",
                        "replace spec.tools[1].name",
                        "replace spec.tools[2].name",
                        "remove spec.budgets",
                        "add spec.observability");
        FieldChange change = ResourceDiff.between(BEFORE, after).getFirst();
        assertThat(change.op())
                .isIn(FieldChange.Op.REPLACE, FieldChange.Op.REMOVE, FieldChange.Op.ADD);
    }

    @Test
    void oneRemovedElementIsOneChange() {
        Resource after =
                Examples.agent(
                        """
                        {description: old, framework: {adapterRef: {name: x}}, tools: [{name: b}, {name: c}],
                         budgets: {tokenLimitPerRun: 5}}
                        """);
        assertThat(lines(BEFORE, after)).containsExactly("remove spec.tools[0]");
        assertThat(lines(after, BEFORE)).containsExactly("add spec.tools[0]");
    }

    @Test
    void whatTheServerWritesPlaysNoPart() {
        ObjectMeta metadata =
                BEFORE.getMetadata().toBuilder()
                        .setUid("u")
                        .setGeneration(7)
                        .setResourceVersion("9")
                        .setTenant("t")
                        .setCreatedAt(Timestamp.newBuilder().setSeconds(1))
                        .build();
        assertThat(ResourceDiff.between(BEFORE, BEFORE.toBuilder().setMetadata(metadata).build()))
                .isEmpty();
    }

    @Test
    void labelsPlayOne() {
        Resource after =
                BEFORE.toBuilder()
                        .setMetadata(BEFORE.getMetadata().toBuilder().putLabels("a.b/c", "d"))
                        .build();
        assertThat(lines(BEFORE, after)).containsExactly("add metadata.labels[\"a.b/c\"]");
    }

    @Test
    void whatDoesNotExistYetIsAddedAsAWhole() {
        assertThat(lines(null, BEFORE))
                .containsExactlyInAnyOrder(
                        "add apiVersion", "add kind", "add metadata", "add spec");
        assertThat(ResourceDiff.between(null, null)).isEmpty();
    }

    private static List<String> lines(
            @org.jspecify.annotations.Nullable Resource before, Resource after) {
        return ResourceDiff.between(before, after).stream()
                .map(change -> change.op().word() + " " + change.path())
                .toList();
    }
}
