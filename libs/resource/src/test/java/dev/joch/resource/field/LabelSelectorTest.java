package dev.joch.resource.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class LabelSelectorTest {
    private static final Map<String, String> LABELS =
            Map.of("env", "prod", "role", "a", "app.kubernetes.io/name", "triage", "empty", "");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                        | true",
                "env=prod                                  | true",
                "env==prod                                 | true",
                " env = prod , role = a                    | true",
                "env=dev                                   | false",
                "tier=gold                                 | false",
                "tier!=gold                                | true",
                "env!=prod                                 | false",
                "role in (a,b)                             | true",
                "role in ( c , d )                         | false",
                "tier in (a)                               | false",
                "role notin (a,b)                          | false",
                "tier notin (a,b)                          | true",
                "env                                       | true",
                "tier                                      | false",
                "!legacy                                   | true",
                "! env                                     | false",
                "app.kubernetes.io/name=triage             | true",
                "empty=                                    | true",
                "empty=,env                                | true",
                "role in (,a)                              | true",
                "env=prod,tier!=gold,role in (a,b),!legacy | true",
                "env=prod,tier!=gold,role in (b,c),!legacy | false",
            })
    void matchesAsKubernetesDoes(String selector, boolean matches) {
        assertThat(LabelSelector.parse(selector).matches(LABELS)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "env=prod,,x         | 9  | a label key is missing",
                "env=prod,           | 9  | a label key is missing",
                "=prod               | 0  | a label key is missing",
                "env prod            | 4  | an operator is missing after the key env",
                "role in a           | 8  | the values belong in brackets",
                "role in (a          | 10 | the bracket is not closed",
                "env=pro/d           | 4  | a value consists of letters, digits, - _ and ., and begins and ends with a letter or digit",
                "-env=x              | 0  | a key consists of letters, digits, - _ and ., and begins and ends with a letter or digit",
                "Ex/env=x            | 0  | the part before / must be a DNS name of at most 253 characters",
                "env=a b             | 6  | requirements are separated by commas",
                "env=a=b             | 5  | requirements are separated by commas",
                "!                   | 1  | a label key is missing",
            })
    void refusesWithPositionAndFix(String selector, int position, String problem) {
        InvalidSelectorException refused =
                catchThrowableOfType(
                        InvalidSelectorException.class, () -> LabelSelector.parse(selector));
        assertThat(refused.problem()).isEqualTo(problem);
        assertThat(refused.position()).isEqualTo(position);
        assertThat(refused.fix()).isNotEmpty();
    }

    @Test
    void looksAtTheMetadataOfAResource() {
        Resource resource =
                Resource.newBuilder()
                        .setMetadata(ObjectMeta.newBuilder().putAllLabels(LABELS))
                        .build();
        assertThat(LabelSelector.parse("env=prod").test(resource)).isTrue();
        assertThat(LabelSelector.parse("!env").test(resource)).isFalse();
        assertThat(LabelSelector.ofLabels(Map.of("env", "prod")).test(resource)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a,true",
        "a.b-c.d/e_F.1,true",
        "a..b/e,false",
        "a-/e,false",
        "/e,false",
        "a/,false",
        "'',false",
        "a/b/c,false"
    })
    void keysFollowTheRulesOfKubernetes(String key, boolean right) {
        assertThat(LabelSyntax.problemOfKey(key).isEmpty()).isEqualTo(right);
    }
}
