package dev.joch.agbom.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.joch.agbom.Sample;
import dev.joch.agbom.content.Content;
import dev.joch.agbom.content.DescribeAgent;
import dev.joch.agbom.content.Ingredients;
import dev.joch.agbom.content.Settings;
import dev.joch.agbom.sign.SignDocument;
import dev.joch.agbom.sign.SigningKey;
import dev.joch.resource.v1alpha1.AgBOMSpec;
import dev.joch.resource.v1alpha1.MCPServerEndpoint;
import dev.joch.resource.v1alpha1.ModelSpec;
import dev.joch.resource.v1alpha1.ToolEndpoint;
import dev.joch.resource.v1alpha1.ToolSpec;
import dev.joch.testkit.golden.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spdx.jacksonstore.MultiFormatStore;
import org.spdx.storage.simple.InMemSpdxStore;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

import javax.xml.parsers.DocumentBuilderFactory;

/** Documents as the rules of their own formats see them. */
final class DocumentsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Edition EDITION =
            new Edition(
                    Sample.TENANT,
                    Sample.NAMESPACE,
                    Sample.AGENT,
                    17,
                    Instant.parse("2026-05-10T10:00:00Z"));

    private final Writers writers = new Writers("1.0.0");

    private static Content content() {
        return content(new Sample());
    }

    private static Content content(Sample sample) {
        return new DescribeAgent(0.5)
                .describe(
                        new Ingredients(
                                Sample.agentKey(),
                                sample.manifest(),
                                sample.resources(),
                                Settings.of(
                                        AgBOMSpec.newBuilder()
                                                .putComponents("secrets", true)
                                                .build(),
                                        false)));
    }

    private byte[] write(Format format, Content content) {
        return writers.of(format).write(content, EDITION);
    }

    @ParameterizedTest
    @EnumSource
    void theSameContentGivesTheSameBytes(Format format) throws Exception {
        byte[] once = write(format, content());
        assertThat(new Writers("1.0.0").of(format).write(content(), EDITION)).isEqualTo(once);
        String text = new String(once, StandardCharsets.UTF_8);
        if (format != Format.SWID) {
            text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(once));
        }
        Golden.check(
                Path.of("src/test/resources/golden/support-triage." + format.word()), text + "\n");
    }

    @Test
    void cycloneDxIsValidAndHasTheEntitiesOfTheStandard() throws Exception {
        byte[] document = write(Format.CYCLONEDX, content());
        assertThat(CycloneDxSchema.faults(document)).isEmpty();
        JsonNode bom = JSON.readTree(document);
        assertThat(bom.path("specVersion").asText()).isEqualTo("1.6");
        assertThat(bom.path("version").asInt()).isEqualTo(17);
        assertThat(bom.path("metadata").path("component").path("bom-ref").asText())
                .isEqualTo("urn:agent:support-triage");
        assertThat(bom.path("components").findValuesAsText("bom-ref"))
                .contains(
                        "urn:framework-adapter:openai-agents-sdk@0.7.2",
                        "urn:model:openai:gpt-5-thinking",
                        "urn:memory:triage-working",
                        "urn:rag:joch-shared/product-docs",
                        "urn:policy:external-send@v3");
        assertThat(bom.path("services").findValuesAsText("bom-ref"))
                .contains(
                        "urn:mcp:github@1.2.0",
                        "urn:tool:zendesk.search",
                        "urn:modelroute:support-default");
    }

    /** Nothing looks at the schema while bills are written, so whatever people write has to fit. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a \"b\" \\u0000 \\ud800",
                "\u00fc\u4e2d\ud83d\ude00",
                "https://{{ host }}/a b?c=<d>#%zz"
            })
    void whateverPeopleWriteStaysValid(String text) throws Exception {
        Sample sample =
                new Sample()
                        .put(
                                "Tool",
                                Sample.NAMESPACE,
                                "zendesk.search",
                                ToolSpec.newBuilder()
                                        .setType("rest")
                                        .setDescription(text)
                                        .setEndpoint(ToolEndpoint.newBuilder().setUrl(text))
                                        .build(),
                                null)
                        .put(
                                "Model",
                                "",
                                "gpt-5-thinking",
                                ModelSpec.newBuilder()
                                        .setProvider("openai")
                                        .setModel(text + "m")
                                        .setTier(text)
                                        .build(),
                                null)
                        .server(
                                spec ->
                                        spec.toBuilder()
                                                .setEndpoint(
                                                        MCPServerEndpoint.newBuilder().setUrl(text))
                                                .build(),
                                status -> status.toBuilder().setVersion(text).build());
        byte[] document = write(Format.CYCLONEDX, content(sample));
        assertThat(CycloneDxSchema.faults(document)).isEmpty();
    }

    @Test
    void signedCopiesAreValidToo(@TempDir Path folder) {
        byte[] document = write(Format.CYCLONEDX, content());
        byte[] signed =
                SignDocument.sign(
                                Format.CYCLONEDX,
                                document,
                                SigningKey.with(folder.resolve("k.pem")))
                        .body();
        assertThat(CycloneDxSchema.faults(signed)).isEmpty();
    }

    @Test
    void cycloneDxOfAnotherShapeIsNoticed() {
        byte[] draft =
                "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"type\":\"tool\",\"name\":\"x\"}]}"
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(CycloneDxSchema.faults(draft)).isNotEmpty();
    }

    @Test
    void spdxReadsBackAndVerifies() throws Exception {
        byte[] document = write(Format.SPDX, content());
        try (MultiFormatStore store =
                new MultiFormatStore(new InMemSpdxStore(), MultiFormatStore.Format.JSON)) {
            var read = store.deSerialize(new ByteArrayInputStream(document), false);
            assertThat(read.verify()).isEmpty();
        }
        JsonNode spdx = JSON.readTree(document);
        assertThat(spdx.path("spdxVersion").asText()).isEqualTo("SPDX-2.3");
        assertThat(spdx.path("packages").findValuesAsText("name"))
                .contains("support-triage", "github", "zendesk.search", "docs-site");
        assertThat(spdx.path("relationships").toString()).contains("DEPENDS_ON");
    }

    @Test
    void swidIsWellFormedAndHasItsStructure() throws Exception {
        Content content = content();
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        Document xml =
                factory.newDocumentBuilder()
                        .parse(new ByteArrayInputStream(write(Format.SWID, content)));
        Element root = xml.getDocumentElement();
        assertThat(root.getNamespaceURI()).isEqualTo(SwidWriter.SWID);
        assertThat(root.getLocalName()).isEqualTo("SoftwareIdentity");
        assertThat(root.getAttribute("name")).isEqualTo("support-triage");
        assertThat(root.getAttribute("tagVersion")).isEqualTo("17");
        assertThat(root.getAttribute("tagId")).startsWith("urn:uuid:");
        Element entity = (Element) root.getElementsByTagNameNS(SwidWriter.SWID, "Entity").item(0);
        assertThat(entity.getAttribute("role")).contains("tagCreator");
        var resources = root.getElementsByTagNameNS(SwidWriter.SWID, "Resource");
        assertThat(resources.getLength()).isEqualTo(content.items().size());
        for (int i = 0; i < resources.getLength(); i++) {
            Element resource = (Element) resources.item(i);
            assertThat(resource.getAttribute("type")).isEqualTo(content.items().get(i).kind());
            assertThat(resource.getAttributeNS(SwidWriter.JOCH, "ref"))
                    .isEqualTo(content.items().get(i).ref());
        }
    }
}
