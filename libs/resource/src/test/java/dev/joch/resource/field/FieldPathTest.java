package dev.joch.resource.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class FieldPathTest {
    private static final Resource AGENT =
            Examples.agent(
                    """
                    {framework: {adapterRef: {name: sdk}, workflow: {shape: graph, steps: [1, 2.5]}},
                     memories: {working: {name: w}}, budgets: {costLimitUsdPerDay: 25}, tools: [{name: t0}, {name: t1}]}
                    """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "apiVersion                           | joch.dev/v1alpha1",
                "metadata.name                        | a",
                "spec.tools[1].name                   | t1",
                "spec.memories.working.name           | w",
                "spec.memories.working                | w",
                "spec.framework.workflow.shape        | graph",
                "spec.framework.workflow.steps[1]     | 2.5",
                "spec.budgets.costLimitUsdPerDay      | 25",
                "spec.tools                           | t0,t1",
                "metadata.labels.app.kubernetes.io/name       | x",
                "metadata.labels['app.kubernetes.io/name']    | x",
            })
    void readsTheValueThere(String path, String text) {
        assertThat(FieldPath.parse(path).readText(AGENT)).contains(text);
        assertThat(FieldPath.parse(path).existsIn(Kinds.kind("Agent"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spec.tools[2].name", "spec.modelRoute.routeRef.name", "status.phase",
                        "spec.memories.other",
                "spec.tools.name", "spec[0]", "spec.description.more", "nothing"
            })
    void isEmptyWhereNothingIsSet(String path) {
        assertThat(FieldPath.parse(path).read(AGENT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spec.tools[2].name",
                "metadata.labels[\"app.kubernetes.io/name\"]",
                "metadata.annotations[\"a\"\"b\"].c"
            })
    void printsWhatItReads(String path) {
        assertThat(FieldPath.parse(path)).hasToString(path);
    }

    @Test
    void isBuiltStepByStep() {
        FieldPath path = FieldPath.ROOT.name("spec").name("tools").index(2).name("a.b");
        assertThat(path).hasToString("spec.tools[2][\"a.b\"]");
        assertThat(path.steps()).hasSize(4);
    }

    @Test
    void refusesWhatIsNoPath() {
        for (String text : List.of("", "a..b", "a.", "a[", "a[1", "a['x]", "a[99999999999]")) {
            assertThatThrownBy(() -> FieldPath.parse(text))
                    .isInstanceOf(InvalidSelectorException.class);
        }
    }
}
