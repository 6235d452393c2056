package dev.joch.compiler.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.compiler.Shelves;
import dev.joch.policy.decide.PolicySet;
import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.policy.scope.EffectivePolicies;
import dev.joch.resource.kind.DeterministicBytes;
import dev.joch.resource.text.CanonicalJson;
import dev.joch.resource.text.ResourceJson;
import dev.joch.resource.text.ResourceYaml;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.ManifestPolicies;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.testkit.golden.Golden;

import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The manifest of the source document is made again from its resources. */
final class SeedManifestTest {

    private static final CompileAgent CORE = new CompileAgent(Endpoints.standard(), "dev");

    private static Outcome.Compiled compiled(List<Resource> resources) {
        Resource agent =
                resources.stream()
                        .filter(resource -> resource.getKind().equals("Agent"))
                        .findFirst()
                        .orElseThrow();
        Outcome outcome = CORE.compile(agent, "", TestShelf.of(resources));
        assertThat(outcome.diagnostics()).isEmpty();
        return (Outcome.Compiled) outcome;
    }

    @Test
    void everyFieldOfTheSeedHasTheSeedsValue() {
        Outcome.Compiled compiled = compiled(Shelves.supportTriage());
        JsonNode seed =
                ResourceJson.toTree(
                        Shelves.resources(Shelves.file("seed-manifest.yaml")).getFirst());
        List<String> wrong = new ArrayList<>();
        ((ObjectNode) seed.get("metadata")).retain("name");
        compare("", seed, ResourceJson.toTree(compiled.manifest()), wrong);
        assertThat(wrong).isEmpty();
    }

    /** The seed writes digests as {@code sha256:abc...}. */
    private static void compare(String path, JsonNode seed, JsonNode made, List<String> wrong) {
        if (made == null) {
            wrong.add(path + " is missing");
        } else if (seed.isObject()) {
            seed.properties()
                    .forEach(field ->
                            compare(
                                    path + "." + field.getKey(),
                                    field.getValue(),
                                    made.get(field.getKey()),
                                    wrong));
        } else if (seed instanceof ArrayNode list) {
            if (made.size() != list.size()) {
                wrong.add(path + " has " + made.size() + " entries, not " + list.size());
                return;
            }
            for (int i = 0; i < list.size(); i++) {
                compare(path + "[" + i + "]", list.get(i), made.get(i), wrong);
            }
        } else if (seed.asText().endsWith("...")) {
            String start = seed.asText().substring(0, seed.asText().length() - 3);
            if (!made.asText().startsWith(start)) {
                wrong.add(path + " is " + made + ", not " + seed);
            }
        } else if (!seed.asText().equals(made.asText())) {
            wrong.add(path + " is " + made + ", not " + seed);
        }
    }

    @Test
    void theWholeManifestIsAsItWas() {
        Golden.check(
                Path.of("src/test/resources/support-triage-g14.yaml"),
                ResourceYaml.write(compiled(Shelves.supportTriage()).manifest()));
    }

    @Test
    void theSameRecordsGiveTheSameBytesInWhateverOrder() {
        List<Resource> resources = new ArrayList<>(Shelves.supportTriage());
        Outcome.Compiled first = compiled(resources);
        Random random = new Random(4);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(resources, random);
            Outcome.Compiled again = compiled(resources);
            assertThat(DeterministicBytes.of(again.manifest()))
                    .isEqualTo(DeterministicBytes.of(first.manifest()));
            assertThat(again.digest()).isEqualTo(first.digest());
            assertThat(again.dependencies()).isEqualTo(first.dependencies());
        }
    }

    /** What a manifest names is what decisions name. */
    @Test
    void policiesHaveTheDigestOfTheSetThatDecides() throws InvalidProtocolBufferException {
        List<Resource> resources = Shelves.supportTriage();
        ManifestPolicies policies =
                compiled(resources)
                        .manifest()
                        .getSpec()
                        .unpack(CompiledAgentManifestSpec.class)
                        .getPolicies();
        List<CompiledPolicy> inOrder = new ArrayList<>();
        for (String version : policies.getResolvedList()) {
            resources.stream()
                    .filter(resource -> resource.getKind().equals("Policy"))
                    .filter(policy -> EffectivePolicies.version(policy).equals(version))
                    .forEach(policy -> inOrder.add(CompiledPolicy.compile(policy)));
        }
        assertThat(inOrder).hasSize(2);
        assertThat(policies.getCompiledDigest()).isEqualTo(PolicySet.of(inOrder).digest());
    }

    /** Who compiles a folder sees the digest that the server will have. */
    @Test
    void theRecordThatWasCompiledLeavesNoTrace() {
        List<Resource> resources = Shelves.supportTriage();
        List<Resource> stored = resources.stream().map(SeedManifestTest::stored).toList();
        assertThat(compiled(stored).digest()).isEqualTo(compiled(resources).digest());
    }

    private static Resource stored(Resource resource) {
        Resource.Builder stored = resource.toBuilder();
        stored.getMetadataBuilder().setUid("u-" + resource.hashCode()).setResourceVersion("7");
        return stored.build();
    }

    @Test
    void everyRecordItIsMadeOfIsADependency() {
        assertThat(compiled(Shelves.supportTriage()).dependencies())
                .extracting(found ->
                        found.getKey().getKind()
                                + "/"
                                + found.getKey().getName()
                                + " g"
                                + found.getGeneration())
                .contains(
                        "FrameworkAdapter/openai-agents-sdk g1",
                        // looked for in the agent's own namespace first
                        "ModelRoute/research-default g0",
                        "ModelRoute/research-default g1",
                        "Model/gpt-5-thinking g1",
                        "Tool/zendesk.search g1",
                        "Policy/no-customer-data-exfiltration g3",
                        "Environment/prod g1",
                        "Team/support-platform g1",
                        "Budget/support-platform-monthly g1");
    }

    @Test
    void theCanonicalFormIsThatOfTheLibrary() throws IOException {
        Resource manifest = compiled(Shelves.supportTriage()).manifest();
        assertThat(CanonicalJson.write(ResourceJson.toTree(manifest)))
                .isEqualTo(new JsonCanonicalizer(ResourceJson.write(manifest)).getEncodedString());
    }
}
