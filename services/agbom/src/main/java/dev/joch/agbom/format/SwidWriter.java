package dev.joch.agbom.format;

import dev.joch.agbom.content.Content;
import dev.joch.agbom.content.Item;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedSet;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * SWID (ISO/IEC 19770-2:2015): the agent is the software, what it is made of is its payload.
 *
 * <p>The standard knows no services, models or policies. Each entry is a {@code Resource}, whose
 * facts are attributes of Joch's own namespace, as the standard allows:
 *
 * <pre>
 * SoftwareIdentity name tagId tagVersion version
 *   Entity name role="tagCreator softwareCreator"
 *   Link rel="requires" href             what the agent itself needs
 *   Meta                                 facts of the agent
 *   Payload
 *     Resource type joch:ref joch:name   one per entry, in order of their refs
 * </pre>
 */
public final class SwidWriter implements DocumentWriter {

    static final String SWID = "http://standards.iso.org/iso/19770/-2/2015/schema.xsd";
    static final String JOCH = "https://joch.dev/ns/agbom/v1";

    private static final String PREFIX = "joch";

    private final XMLOutputFactory factory = XMLOutputFactory.newDefaultFactory();
    private final String version;

    /**
     * @param version of Joch
     */
    public SwidWriter(String version) {
        this.version = version;
    }

    @Override
    public Format format() {
        return Format.SWID;
    }

    @Override
    public byte[] write(Content content, Edition edition) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml =
                    factory.createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            identity(xml, content, edition);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("memory took no XML", e);
        }
        return bytes.toByteArray();
    }

    private void identity(XMLStreamWriter xml, Content content, Edition edition)
            throws XMLStreamException {
        Item agent = content.agent();
        xml.writeStartElement("SoftwareIdentity");
        xml.writeDefaultNamespace(SWID);
        xml.writeNamespace(PREFIX, JOCH);
        attribute(xml, "name", agent.name());
        attribute(xml, "tagId", "urn:uuid:" + edition.serial());
        attribute(xml, "tagVersion", Long.toString(edition.generation()));
        attribute(xml, "version", agent.version());
        attribute(xml, "versionScheme", "unknown");
        xml.writeEmptyElement("Entity");
        attribute(xml, "name", content.owner());
        attribute(xml, "role", "tagCreator softwareCreator");
        for (String ref : needs(content, agent)) {
            xml.writeEmptyElement("Link");
            attribute(xml, "href", ref);
            attribute(xml, "rel", "requires");
        }
        xml.writeEmptyElement("Meta");
        attribute(xml, "generator", "joch-agbom " + version);
        own(xml, "generatedAt", edition.time().toString());
        own(xml, "description", agent.description());
        own(xml, "ref", agent.ref());
        properties(xml, agent);
        xml.writeStartElement("Payload");
        for (Item item : content.items()) {
            resource(xml, content, item);
        }
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void resource(XMLStreamWriter xml, Content content, Item item)
            throws XMLStreamException {
        xml.writeEmptyElement("Resource");
        attribute(xml, "type", item.kind());
        own(xml, "ref", item.ref());
        own(xml, "name", item.name());
        own(xml, "version", item.version());
        own(xml, "description", item.description());
        own(xml, "purl", item.purl());
        own(xml, "endpoints", String.join(" ", item.endpoints()));
        own(xml, "requires", String.join(" ", needs(content, item)));
        properties(xml, item);
    }

    private static SortedSet<String> needs(Content content, Item item) {
        return content.dependencies().getOrDefault(item.ref(), Collections.emptySortedSet());
    }

    /** The prefix of the namespace says what {@code joch.} says elsewhere; others keep a mark. */
    private static void properties(XMLStreamWriter xml, Item item) throws XMLStreamException {
        for (var property : item.properties().entrySet()) {
            String name = property.getKey();
            String word = name.startsWith("joch.") ? name.substring(5) : "model." + name;
            own(xml, "p." + word.replaceAll("[^A-Za-z0-9._-]", "_"), property.getValue());
        }
    }

    private static void own(XMLStreamWriter xml, String name, String value)
            throws XMLStreamException {
        if (!value.isEmpty()) {
            xml.writeAttribute(PREFIX, JOCH, name, legal(value));
        }
    }

    private static void attribute(XMLStreamWriter xml, String name, String value)
            throws XMLStreamException {
        xml.writeAttribute(name, legal(value));
    }

    /** XML 1.0 has no place for most control characters, nor for halves of characters. */
    private static String legal(String text) {
        StringBuilder legal = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> legal(point) ? point : 0xFFFD)
                .forEach(legal::appendCodePoint);
        return legal.toString();
    }

    private static boolean legal(int point) {
        return point == 0x9
                || point == 0xA
                || point == 0xD
                || (point >= 0x20 && point <= 0xD7FF)
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= 0x10000;
    }
}
