package dev.joch.agbom.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.joch.agbom.content.Content;
import dev.joch.agbom.content.Item;
import dev.joch.resource.text.CanonicalJson;
import dev.joch.service.problem.Invariant;

import org.spdx.core.InvalidSPDXAnalysisException;
import org.spdx.jacksonstore.MultiFormatStore;
import org.spdx.library.LicenseInfoFactory;
import org.spdx.library.ModelCopyManager;
import org.spdx.library.SpdxModelFactory;
import org.spdx.library.model.v2.ReferenceType;
import org.spdx.library.model.v2.SpdxDocument;
import org.spdx.library.model.v2.SpdxModelFactoryCompatV2;
import org.spdx.library.model.v2.SpdxPackage;
import org.spdx.library.model.v2.enumerations.AnnotationType;
import org.spdx.library.model.v2.enumerations.Purpose;
import org.spdx.library.model.v2.enumerations.ReferenceCategory;
import org.spdx.library.model.v2.enumerations.RelationshipType;
import org.spdx.library.model.v2.license.AnyLicenseInfo;
import org.spdx.library.model.v2.license.SpdxNoAssertionLicense;
import org.spdx.storage.simple.InMemSpdxStore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * SPDX 2.3 in JSON. Every entry is a package; what SPDX has no word for is one annotation with a
 * JSON object.
 */
public final class SpdxWriter implements DocumentWriter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String UNKNOWN = "NOASSERTION";
    private static final String PURL = "http://spdx.org/rdf/references/purl";

    private final String tool;

    /**
     * @param version of Joch
     */
    public SpdxWriter(String version) {
        // licences come out of the library, not over the network
        System.setProperty("org.spdx.useJARLicenseInfoOnly", "true");
        SpdxModelFactory.init();
        this.tool = "Tool: joch-agbom-" + version;
    }

    @Override
    public Format format() {
        return Format.SPDX;
    }

    @Override
    public byte[] write(Content content, Edition edition) {
        try (MultiFormatStore store =
                new MultiFormatStore(new InMemSpdxStore(), MultiFormatStore.Format.JSON)) {
            SpdxDocument document = document(store, content, edition);
            List<String> faults = document.verify();
            Invariant.check(faults.isEmpty(), "a bill in SPDX is valid, but: " + faults);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.serialize(bytes);
            return ordered(bytes.toByteArray());
        } catch (Exception e) {
            throw new IllegalStateException("the bill cannot be said in SPDX", e);
        }
    }

    private SpdxDocument document(MultiFormatStore store, Content content, Edition edition)
            throws InvalidSPDXAnalysisException {
        String uri = "https://joch.dev/spdx/agbom/" + edition.serial() + "/" + edition.generation();
        ModelCopyManager copies = new ModelCopyManager();
        SpdxDocument document = SpdxModelFactoryCompatV2.createSpdxDocumentV2(store, uri, copies);
        document.setName(edition.agent() + "-agbom-" + edition.generation());
        document.setSpecVersion("SPDX-2.3");
        document.setDataLicense(
                LicenseInfoFactory.parseSPDXLicenseStringCompatV2("CC0-1.0", store, uri, copies));
        document.setCreationInfo(
                document.createCreationInfo(
                        List.of(tool, "Organization: " + content.owner()),
                        edition.time().toString()));
        Map<String, SpdxPackage> packages = new HashMap<>();
        for (Item item : content.all().toList()) {
            packages.put(item.ref(), one(document, item, edition));
        }
        document.getDocumentDescribes().add(packages.get(content.agent().ref()));
        for (var link : content.dependencies().entrySet()) {
            SpdxPackage from = packages.get(link.getKey());
            for (String needed : link.getValue()) {
                SpdxPackage to = packages.get(needed);
                if (from != null && to != null) {
                    from.addRelationship(
                            document.createRelationship(to, RelationshipType.DEPENDS_ON, null));
                }
            }
        }
        return document;
    }

    private SpdxPackage one(SpdxDocument document, Item item, Edition edition)
            throws InvalidSPDXAnalysisException {
        AnyLicenseInfo unknown =
                new SpdxNoAssertionLicense(document.getModelStore(), document.getDocumentUri());
        SpdxPackage.SpdxPackageBuilder builder =
                document.createPackage(id(item), item.name(), unknown, UNKNOWN, unknown)
                        .setDownloadLocation(UNKNOWN)
                        .setFilesAnalyzed(false)
                        .setPrimaryPurpose(purpose(item));
        if (!item.version().isEmpty()) {
            builder.setVersionInfo(item.version());
        }
        if (!item.description().isEmpty()) {
            builder.setDescription(item.description());
        }
        if (!item.purl().isEmpty()) {
            builder.addExternalRef(
                    document.createExternalRef(
                            ReferenceCategory.PACKAGE_MANAGER,
                            new ReferenceType(PURL),
                            item.purl(),
                            null));
        }
        builder.addAnnotation(
                document.createAnnotation(
                        tool, AnnotationType.OTHER, edition.time().toString(), facts(item)));
        return builder.build();
    }

    private static String facts(Item item) {
        ObjectNode facts = JSON.createObjectNode();
        facts.put("ref", item.ref());
        if (!item.endpoints().isEmpty()) {
            item.endpoints().forEach(facts.putArray("endpoints")::add);
        }
        item.properties().forEach(facts::put);
        return CanonicalJson.write(facts);
    }

    /** Ids know fewer characters than refs do: the digest keeps them apart. */
    private static String id(Item item) {
        String digest =
                UUID.nameUUIDFromBytes(item.ref().getBytes(StandardCharsets.UTF_8)).toString();
        return "SPDXRef-"
                + item.kind()
                + "-"
                + item.name().replaceAll("[^A-Za-z0-9.-]", "-")
                + "-"
                + digest.substring(0, 8);
    }

    private static Purpose purpose(Item item) {
        return switch (item.shape()) {
            case APPLICATION -> Purpose.APPLICATION;
            case LIBRARY -> Purpose.LIBRARY;
            case CONTAINER -> Purpose.CONTAINER;
            case MODEL, DATA, SERVICE -> Purpose.OTHER;
        };
    }

    /** The library writes lists in the order of its hash tables; none of them means anything. */
    private static byte[] ordered(byte[] document) throws IOException {
        JsonNode root = JSON.readTree(document);
        order(root);
        return CanonicalJson.bytes(root);
    }

    private static void order(JsonNode node) {
        node.forEach(SpdxWriter::order);
        if (node instanceof ArrayNode array) {
            List<JsonNode> sorted = new ArrayList<>();
            array.forEach(sorted::add);
            sorted.sort(Comparator.comparing(one -> one.isTextual() ? one.asText() : text(one)));
            array.removeAll();
            array.addAll(sorted);
        }
    }

    private static String text(JsonNode node) {
        return CanonicalJson.write(node);
    }
}
