package dev.joch.agbom.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.agbom.Sample;
import dev.joch.resource.v1alpha1.AgBOMSpec;
import dev.joch.resource.v1alpha1.MCPServerSpec;
import dev.joch.resource.v1alpha1.MCPServerStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

final class DescribeAgentTest {

    static Content describe(Sample sample, AgBOMSpec record) {
        return new DescribeAgent(0.5)
                .describe(
                        new Ingredients(
                                Sample.agentKey(),
                                sample.manifest(),
                                sample.resources(),
                                Settings.of(record, false)));
    }

    private static Content describe(Sample sample) {
        return describe(sample, AgBOMSpec.getDefaultInstance());
    }

    private static String digest(Content content) {
        return ContentText.digest(ContentText.write(content), Settings.standard(false));
    }

    @Test
    void contentSurvivesItsText() {
        Content content = describe(new Sample());
        assertThat(ContentText.read(ContentText.write(content))).isEqualTo(content);
    }

    @Test
    void everyRefThatIsNeededIsListed() {
        Content content = describe(new Sample());
        List<String> refs = content.all().map(Item::ref).toList();
        assertThat(refs).doesNotHaveDuplicates();
        content.dependencies()
                .forEach((from, to) -> {
                    assertThat(refs).contains(from);
                    assertThat(refs).containsAll(to);
                });
        assertThat(content.dependencies().get("urn:tool:github.list_issues"))
                .containsExactly("urn:mcp:github@1.2.0");
        assertThat(content.dependencies().get("urn:rag:joch-shared/product-docs"))
                .containsExactly("urn:knowledge:joch-shared/docs-site", "urn:model:openai:embed-3");
    }

    @ParameterizedTest
    @CsvSource({
        "models, Model",
        "models, ModelRoute",
        "knowledge, RAG",
        "knowledge, KnowledgeSource",
        "memory, Memory",
        "tools, Tool",
        "mcpServers, MCPServer",
        "policies, Policy",
        "standardPackages, Image",
        "capabilities, Agent"
    })
    void whatIsSwitchedOffIsNotListed(String section, String kind) {
        assertThat(describe(new Sample()).names(kind)).isNotEmpty();
        AgBOMSpec without = AgBOMSpec.newBuilder().putComponents(section, false).build();
        assertThat(describe(new Sample(), without).names(kind)).isEmpty();
    }

    @Test
    void secretsAreNamedWhenAskedAndOnlyNamed() {
        assertThat(describe(new Sample()).names("Secret")).isEmpty();
        AgBOMSpec with = AgBOMSpec.newBuilder().putComponents("secrets", true).build();
        Content content = describe(new Sample(), with);
        assertThat(content.names("Secret")).containsExactly("github-token", "openai-key");
        assertThat(content.items())
                .filteredOn(item -> item.kind().equals("Secret"))
                .allSatisfy(item -> assertThat(item.properties()).containsOnlyKeys("joch.kind"));
    }

    static Stream<Arguments> servers() {
        UnaryOperator<MCPServerSpec> spec = UnaryOperator.identity();
        UnaryOperator<MCPServerStatus> status = UnaryOperator.identity();
        return Stream.of(
                Arguments.of("", spec, status),
                Arguments.of("trustScore-below-threshold", spec, trust(0.79)),
                Arguments.of("", spec, trust(0.8)),
                Arguments.of("trustScore-below-threshold", minTrust(0.1), trust(0.49)),
                Arguments.of("", minTrust(0.1), trust(0.5)),
                Arguments.of(
                        "",
                        spec,
                        (UnaryOperator<MCPServerStatus>)
                                is -> MCPServerStatus.getDefaultInstance()),
                Arguments.of("version-not-pinned", pinned(false), status),
                Arguments.of("quarantined", spec, phase("Quarantined")),
                Arguments.of("schema-drift", spec, phase("Drifted")),
                Arguments.of(
                        "schema-drift",
                        spec,
                        (UnaryOperator<MCPServerStatus>)
                                is -> is.toBuilder().setSchemaDrift(true).build()));
    }

    private static UnaryOperator<MCPServerStatus> trust(double score) {
        return is -> is.toBuilder().setTrustScore(score).build();
    }

    private static UnaryOperator<MCPServerStatus> phase(String phase) {
        return is -> is.toBuilder().setPhase(phase).build();
    }

    private static UnaryOperator<MCPServerSpec> minTrust(double score) {
        return is -> {
            MCPServerSpec.Builder changed = is.toBuilder();
            changed.getSecurityBuilder().setMinTrustScore(score);
            return changed.build();
        };
    }

    private static UnaryOperator<MCPServerSpec> pinned(boolean pinned) {
        return is -> {
            MCPServerSpec.Builder changed = is.toBuilder();
            changed.getSecurityBuilder().setPinServerVersion(pinned);
            return changed.build();
        };
    }

    @ParameterizedTest
    @MethodSource("servers")
    void serversAreRisks(
            String reason,
            UnaryOperator<MCPServerSpec> spec,
            UnaryOperator<MCPServerStatus> status) {
        List<Risk> expected =
                reason.isEmpty() ? List.of() : List.of(new Risk("MCPServer", "github", reason));
        assertThat(describe(new Sample().server(spec, status)).risks()).isEqualTo(expected);
    }

    @Test
    void aPolicyThatIsNotThereIsARisk() {
        Sample sample = new Sample().remove("Policy", Sample.NAMESPACE, "external-send");
        assertThat(describe(sample).risks())
                .containsExactly(new Risk("Policy", "external-send", "policy-unresolved"));
    }

    @Test
    void aModelThatTheAgentMayNotUseIsARisk() {
        Sample sample =
                new Sample()
                        .manifest(manifest -> {
                            var changed = manifest.toBuilder();
                            changed.getModelRouteBuilder().addAllowed("openai:other");
                            return changed.build();
                        });
        assertThat(describe(sample).risks())
                .containsExactly(new Risk("Model", "openai:gpt-5-thinking", "policy-violation"));
    }

    @Test
    void countersAreNoContent() {
        Sample busy =
                new Sample()
                        .server(
                                spec -> spec,
                                status ->
                                        status.toBuilder()
                                                .setCallCount7D(1_000)
                                                .setTrustScore(0.921)
                                                .build());
        assertThat(digest(describe(busy))).isEqualTo(digest(describe(new Sample())));
    }

    @Test
    void differencesAreFoundWhateverTheVersionInTheRef() {
        Content before = describe(new Sample());
        Content after =
                describe(
                        new Sample()
                                .manifest(manifest -> {
                                    var changed = manifest.toBuilder();
                                    changed.getMcpServersBuilder(0).setPinnedVersion("1.3.0");
                                    changed.removeTools(0);
                                    changed.getHandoffsBuilder().addAllowedAgents("billing");
                                    return changed.build();
                                }));
        ContentDiff diff = ContentDiff.between(before, after);
        assertThat(diff.added()).extracting(Item::ref).containsExactly("urn:agent:billing");
        assertThat(diff.removed()).extracting(Item::ref).containsExactly("urn:tool:zendesk.search");
        assertThat(diff.changed())
                .filteredOn(change -> change.after().kind().equals("MCPServer"))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.before().version()).isEqualTo("1.2.0");
                    assertThat(change.after().version()).isEqualTo("1.3.0");
                    assertThat(change.fields()).containsExactly("version");
                });
        assertThat(ContentDiff.between(after, after).changed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ghcr.io/joch/adapter:0.7, ghcr.io/joch/adapter, 0.7, ''",
        "localhost:5000/a, localhost:5000/a, '', ''",
        "localhost:5000/a:1@sha256:ab, localhost:5000/a, 1, sha256:ab",
        "a@sha256:ab, a, '', sha256:ab"
    })
    void imagesHaveParts(String text, String repository, String tag, String digest) {
        assertThat(ImageName.parse(text)).isEqualTo(new ImageName(repository, tag, digest));
    }

    @Test
    void imagesHavePackageAddresses() {
        assertThat(ImageName.parse("ghcr.io/joch/adapter:0.7@sha256:ab").purl())
                .isEqualTo(
                        "pkg:oci/adapter@sha256%3Aab?repository_url=ghcr.io%2Fjoch%2Fadapter&tag=0.7");
    }
}
