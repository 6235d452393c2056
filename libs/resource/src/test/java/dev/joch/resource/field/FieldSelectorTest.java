package dev.joch.resource.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Timestamp;

import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldSelectorTest {
    private static final Resource AGENT = agent();

    private static Resource agent() {
        Resource.Builder agent =
                Examples.agent("{framework: {adapterRef: {name: \"x,y=z\"}}, tools: [{name: t1}]}")
                        .toBuilder();
        agent.getMetadataBuilder()
                .setGeneration(7)
                .setCreatedAt(
                        Timestamp.newBuilder().setSeconds(1_767_323_045).setNanos(600_000_000));
        return agent.build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                        | true",
                "metadata.name=a                           | true",
                "metadata.name==b                          | false",
                "metadata.name!=b,metadata.namespace=n     | true",
                "kind=Agent                                | true",
                "status.phase!=Ready                       | true",
                "status.phase=                             | true",
                "status.phase=Ready                        | false",
                "spec.framework.adapterRef.name=x\\,y\\=z  | true",
                "spec.tools[0].name=t1                     | true",
                "spec.tools[1].name=t1                     | false",
                "metadata.labels.env=prod                  | true",
                "metadata.labels.app.kubernetes.io/name=x  | true",
                "spec.nothing=                             | true",
                "metadata.generation>6                     | true",
                "metadata.generation>7                     | false",
                "metadata.generation>=7.0                  | true",
                "metadata.generation<10,metadata.generation>-1 | true",
                "metadata.generation<=6                    | false",
                "metadata.creationTimestamp>=2026-01-02T03:04:05.500Z | true",
                "metadata.creationTimestamp<2026-01-02T03:04:06Z | true",
                "metadata.creationTimestamp>2026-01-02T03:04:06Z | false",
                "metadata.name>5                           | false",
                "status.costUsd<5                          | false",
            })
    void comparesTheTextOfAField(String selector, boolean matches) {
        assertThat(FieldSelector.parse(selector).test(AGENT)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metadata.name           | 13 | = or != is missing after metadata.name",
                "metadata..name=a        | 9  | a name is missing",
                "=a                      | 0  | a field is missing",
                "metadata.name=a,        | 16 | a field is missing",
                "metadata.name=a=b       | 15 | terms are separated by commas",
                "spec.tools[x]=a         | 11 | an index is a number from 0",
                "metadata.name>b          | 14 | only numbers and times are more or less than others",
                "metadata.name=a\\        | 15 | a character is missing after the backslash",
            })
    void refusesWithPositionAndFix(String selector, int position, String problem) {
        InvalidSelectorException refused =
                catchThrowableOfType(
                        InvalidSelectorException.class, () -> FieldSelector.parse(selector));
        assertThat(refused.problem()).isEqualTo(problem);
        assertThat(refused.position()).isEqualTo(position);
    }

    @Test
    void namesTheFieldThatAKindCannotHave() {
        FieldSelector selector = FieldSelector.parse("metadata.name=a,spec.framwork=x");
        assertThat(selector.firstUnknownIn(Kinds.kind("Agent")))
                .hasValueSatisfying(path -> assertThat(path).hasToString("spec.framwork"));
        assertThat(FieldSelector.parse("spec.tools[0].name=x").firstUnknownIn(Kinds.kind("Agent")))
                .isEmpty();
        assertThat(selector.exactName()).contains("a");
    }
}
