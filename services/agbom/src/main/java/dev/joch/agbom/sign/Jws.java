package dev.joch.agbom.sign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.joch.resource.text.CanonicalJson;
import dev.joch.service.identity.Ed25519;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;

/**
 * Detached JWS (RFC 7515, appendix F): the document stays as it is, the signature lies beside it.
 */
final class Jws {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Jws() {}

    static byte[] sign(byte[] document, String mediaType, SigningKey key) {
        ObjectNode header = JSON.createObjectNode();
        header.put("alg", "EdDSA").put("kid", key.id()).put("cty", mediaType);
        header.putObject("jwk")
                .put("kty", "OKP")
                .put("crv", "Ed25519")
                .put("x", encoded(key.raw()));
        String head = encoded(CanonicalJson.bytes(header));
        String signature = encoded(key.sign(input(head, document)));
        return (head + ".." + signature).getBytes(StandardCharsets.US_ASCII);
    }

    static boolean verifies(byte[] document, byte[] jws, PublicKey key) {
        String[] parts = new String(jws, StandardCharsets.US_ASCII).split("\\.", -1);
        if (parts.length != 3 || !parts[1].isEmpty()) {
            return false;
        }
        try {
            JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
            return header.path("alg").asText().equals("EdDSA")
                    && Ed25519.verifies(
                            key,
                            input(parts[0], document),
                            Base64.getUrlDecoder().decode(parts[2]));
        } catch (IllegalArgumentException | IOException e) {
            return false;
        }
    }

    private static byte[] input(String head, byte[] document) {
        return (head + "." + encoded(document)).getBytes(StandardCharsets.US_ASCII);
    }

    static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
