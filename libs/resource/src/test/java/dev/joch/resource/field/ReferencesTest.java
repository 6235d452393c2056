package dev.joch.resource.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class ReferencesTest {

    @Test
    void findsSingleRepeatedMappedAndPlainOnes() {
        Resource agent =
                Examples.agent(
                        """
                        {framework: {adapterRef: {name: sdk}}, modelRoute: {routeRef: {name: r, namespace: research}},
                         tools: [{name: t0}, {name: t1}], memories: {longTerm: {name: m}},
                         handoffs: {allowedAgents: [b]}, policies: [{name: p}],
                         modelPolicy: {allowed: ["openai:gpt", claude]}}
                        """);
        assertThat(References.of(agent))
                .containsExactlyInAnyOrder(
                        name("spec.framework.adapterRef.name", "FrameworkAdapter", "sdk", false),
                        new Reference(
                                "spec.modelRoute.routeRef.name",
                                "ModelRoute",
                                "r",
                                "research",
                                null,
                                false,
                                Reference.Form.NAME),
                        name("spec.tools[0].name", "Tool", "t0", false),
                        name("spec.tools[1].name", "Tool", "t1", false),
                        name("spec.memories.longTerm.name", "Memory", "m", false),
                        name("spec.handoffs.allowedAgents[0]", "Agent", "b", true),
                        name("spec.policies[0].name", "Policy", "p", true),
                        model("spec.modelPolicy.allowed[0]", "gpt", "openai"),
                        new Reference(
                                "spec.modelPolicy.allowed[1]",
                                "Model",
                                "claude",
                                null,
                                null,
                                false,
                                Reference.Form.MODEL));
    }

    @Test
    void theSiblingFieldsTellKindAndNamespace() {
        Resource eval =
                Examples.of(
                        """
                        apiVersion: ops.joch.dev/v1alpha1
                        kind: Eval
                        metadata: {name: e, namespace: n}
                        spec: {target: {kind: Agent, name: a, namespace: m}}
                        """);
        assertThat(References.of(eval))
                .contains(
                        new Reference(
                                "spec.target.name",
                                "Agent",
                                "a",
                                "m",
                                null,
                                false,
                                Reference.Form.NAME));
    }

    @Test
    void theExamplesReferToKindsThatExist() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/kinds"))) {
            List<Reference> references =
                    files.sorted()
                            .map(file -> file.getFileName().toString().replace(".yaml", ""))
                            .flatMap(file -> References.of(Examples.named(file)).stream())
                            .toList();
            assertThat(references).hasSizeGreaterThan(40);
            assertThat(references)
                    .allSatisfy(r -> assertThat(Kinds.named(r.kind())).as("%s", r).isPresent());
        }
    }

    private static Reference name(String path, String kind, String name, boolean soft) {
        return new Reference(path, kind, name, null, null, soft, Reference.Form.NAME);
    }

    private static Reference model(String path, String name, String provider) {
        return new Reference(path, "Model", name, null, provider, false, Reference.Form.MODEL);
    }
}
