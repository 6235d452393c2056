package dev.joch.agbom.format;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;

import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The schema of CycloneDX 1.6, as its library has it. */
public final class CycloneDxSchema {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema SCHEMA = read();

    private CycloneDxSchema() {}

    /** What it has against a document. */
    public static List<String> faults(byte[] document) {
        try {
            return SCHEMA.validate(JSON.readTree(document)).stream().map(Object::toString).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the document is no JSON", e);
        }
    }

    private static Schema read() {
        try {
            return new JsonParser().getJsonSchema(Version.VERSION_16, JSON);
        } catch (IOException e) {
            throw new UncheckedIOException("the schema is on the class path", e);
        }
    }
}
