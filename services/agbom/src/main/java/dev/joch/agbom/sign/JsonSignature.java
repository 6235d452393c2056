package dev.joch.agbom.sign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.joch.resource.text.CanonicalJson;
import dev.joch.service.identity.Ed25519;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PublicKey;
import java.util.Base64;

/**
 * JSON Signature Format, as CycloneDX has it: the signature is a member of the document, over its
 * canonical form (RFC 8785) with everything of the signature but the value.
 */
final class JsonSignature {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String MEMBER = "signature";

    private JsonSignature() {}

    static byte[] sign(byte[] document, SigningKey key) {
        ObjectNode signed = object(document);
        ObjectNode signature = signed.putObject(MEMBER);
        signature.put("algorithm", "Ed25519").put("keyId", key.id());
        signature
                .putObject("publicKey")
                .put("kty", "OKP")
                .put("crv", "Ed25519")
                .put("x", Jws.encoded(key.raw()));
        byte[] value = key.sign(CanonicalJson.bytes(signed));
        signature.put("value", Jws.encoded(value));
        return CanonicalJson.bytes(signed);
    }

    /** The key inside is for finding the right one; only the caller's is believed. */
    static boolean verifies(byte[] document, PublicKey key) {
        ObjectNode signed = object(document);
        if (!(signed.get(MEMBER) instanceof ObjectNode signature)) {
            return false;
        }
        JsonNode value = signature.remove("value");
        if (value == null
                || !signature.path("algorithm").asText().equals("Ed25519")
                || signature.has("excludes")) {
            return false;
        }
        try {
            return Ed25519.verifies(
                    key,
                    CanonicalJson.bytes(signed),
                    Base64.getUrlDecoder().decode(value.asText()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static ObjectNode object(byte[] document) {
        try {
            if (JSON.readTree(document) instanceof ObjectNode object) {
                return object;
            }
            throw new IllegalArgumentException("the document is no JSON object");
        } catch (IOException e) {
            throw new UncheckedIOException("the document is no JSON", e);
        }
    }
}
