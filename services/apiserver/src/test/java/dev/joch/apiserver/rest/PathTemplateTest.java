package dev.joch.apiserver.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class PathTemplateTest {

    @Test
    void variablesTakeWhatStandsThere() {
        PathTemplate template = PathTemplate.parse("/v1/namespaces/{namespace}/{kind}");
        assertThat(template.match(List.of("v1", "namespaces", "a", "agents")))
                .contains(Map.of("namespace", "a", "kind", "agents"));
        assertThat(template.match(List.of("v1", "namespaces", "", "agents"))).isEmpty();
        assertThat(template.match(List.of("v1", "namespaces", "a"))).isEmpty();
    }

    @Test
    void theCloserMatchComesFirst() {
        List<PathTemplate> sorted =
                Stream.of(
                                "/v1/{kind}/{name}",
                                "/v1/audit/verify",
                                "/v1/{kind}/{name}/status",
                                "/v1/namespaces/{namespace}/{kind}")
                        .map(PathTemplate::parse)
                        .sorted()
                        .toList();
        assertThat(sorted.indexOf(PathTemplate.parse("/v1/audit/verify")))
                .isLessThan(sorted.indexOf(PathTemplate.parse("/v1/{kind}/{name}")));
        assertThat(sorted.indexOf(PathTemplate.parse("/v1/namespaces/{namespace}/{kind}")))
                .isLessThan(sorted.indexOf(PathTemplate.parse("/v1/{kind}/{name}/status")));
    }
}
