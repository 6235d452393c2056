package dev.joch.agbom.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.joch.agbom.content.Content;
import dev.joch.agbom.content.Item;
import dev.joch.agbom.content.Shape;
import dev.joch.resource.text.CanonicalJson;

import org.cyclonedx.Version;
import org.cyclonedx.generators.json.BomJsonGenerator;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Dependency;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.model.OrganizationalContact;
import org.cyclonedx.model.Property;
import org.cyclonedx.model.Service;
import org.cyclonedx.model.component.data.ComponentData;
import org.cyclonedx.model.component.data.ComponentData.ComponentDataType;
import org.cyclonedx.model.metadata.ToolInformation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;

/**
 * CycloneDX 1.6 in JSON. Valid by construction: tests hold what it writes against the schema, whose
 * reading would cost the first bill of every process more than all else together.
 */
public final class CycloneDxWriter implements DocumentWriter {

    /** The library's own makes a mapper a document, which learns all classes anew each time. */
    private static final class Generator extends BomJsonGenerator {

        Generator(Bom bom) {
            super(bom, Version.VERSION_16);
        }

        ObjectMapper mapper() {
            return mapper;
        }

        JsonNode write(ObjectMapper shared) {
            mapper = shared;
            return toJsonNode();
        }
    }

    private final ObjectMapper mapper = new Generator(new Bom()).mapper();
    private final String version;

    /**
     * @param version of Joch
     */
    public CycloneDxWriter(String version) {
        this.version = version;
    }

    @Override
    public Format format() {
        return Format.CYCLONEDX;
    }

    @Override
    public byte[] write(Content content, Edition edition) {
        Bom bom = new Bom();
        bom.setSerialNumber("urn:uuid:" + edition.serial());
        bom.setVersion(Math.toIntExact(edition.generation()));
        bom.setMetadata(metadata(content, edition));
        for (Item item : content.items()) {
            if (item.shape() == Shape.SERVICE) {
                bom.addService(service(item));
            } else {
                bom.addComponent(component(item));
            }
        }
        content.all().forEach(item -> bom.addDependency(dependency(content, item)));
        return CanonicalJson.bytes(new Generator(bom).write(mapper));
    }

    private Metadata metadata(Content content, Edition edition) {
        Metadata metadata = new Metadata();
        metadata.setTimestamp(Date.from(edition.time()));
        Component tool = new Component();
        tool.setType(Component.Type.APPLICATION);
        tool.setName("joch-agbom");
        tool.setVersion(version);
        ToolInformation tools = new ToolInformation();
        tools.setComponents(List.of(tool));
        metadata.setToolChoice(tools);
        OrganizationalContact author = new OrganizationalContact();
        author.setName(content.owner());
        metadata.addAuthor(author);
        metadata.setComponent(component(content.agent()));
        return metadata;
    }

    private static Component component(Item item) {
        Component component = new Component();
        component.setType(type(item.shape()));
        component.setBomRef(item.ref());
        component.setName(item.name());
        if (!item.version().isEmpty()) {
            component.setVersion(item.version());
        }
        if (!item.description().isEmpty()) {
            component.setDescription(item.description());
        }
        if (!item.purl().isEmpty()) {
            component.setPurl(item.purl());
        }
        if (item.shape() == Shape.DATA) {
            component.setData(List.of(data(item)));
        }
        component.setProperties(properties(item));
        return component;
    }

    private static ComponentData data(Item item) {
        ComponentData data = new ComponentData();
        data.setType(
                item.kind().equals("Secret") ? ComponentDataType.OTHER : ComponentDataType.DATASET);
        data.setName(item.name());
        String classification = item.properties().get("joch.classification");
        if (classification != null) {
            data.setClassification(classification);
        }
        return data;
    }

    private static Component.Type type(Shape shape) {
        return switch (shape) {
            case APPLICATION, SERVICE -> Component.Type.APPLICATION;
            case LIBRARY -> Component.Type.LIBRARY;
            case CONTAINER -> Component.Type.CONTAINER;
            case MODEL -> Component.Type.MACHINE_LEARNING_MODEL;
            case DATA -> Component.Type.DATA;
        };
    }

    private static Service service(Item item) {
        Service service = new Service();
        service.setBomRef(item.ref());
        service.setName(item.name());
        if (!item.version().isEmpty()) {
            service.setVersion(item.version());
        }
        if (!item.description().isEmpty()) {
            service.setDescription(item.description());
        }
        if (!item.endpoints().isEmpty()) {
            service.setEndpoints(new ArrayList<>(item.endpoints()));
            // whoever is reached over an address is outside
            service.setxTrustBoundary(true);
        }
        String authenticated = item.properties().get("joch.authenticated");
        if (authenticated != null) {
            service.setAuthenticated(Boolean.valueOf(authenticated));
        }
        service.setProperties(properties(item));
        return service;
    }

    private static List<Property> properties(Item item) {
        List<Property> properties = new ArrayList<>();
        for (Map.Entry<String, String> entry : item.properties().entrySet()) {
            Property property = new Property();
            property.setName(entry.getKey());
            property.setValue(entry.getValue());
            properties.add(property);
        }
        return properties;
    }

    private static Dependency dependency(Content content, Item item) {
        Dependency dependency = new Dependency(item.ref());
        content.dependencies()
                .getOrDefault(item.ref(), Collections.emptySortedSet())
                .forEach(needed -> dependency.addDependency(new Dependency(needed)));
        return dependency;
    }
}
