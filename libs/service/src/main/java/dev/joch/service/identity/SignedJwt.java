package dev.joch.service.identity;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The only form that our tokens have: three parts, Ed25519, a header of three fields.
 *
 * <p>A header that brings its own key, a place to fetch one or an extension is no header of ours.
 *
 * @param signed what the signature is over
 */
record SignedJwt(
        String signed, Map<String, Object> header, Map<String, Object> claims, byte[] signature) {

    static final int MOST_CHARACTERS = 4096;

    private static final Set<String> ALGORITHMS = Set.of("EdDSA", "Ed25519");
    private static final Set<String> HEADER_FIELDS = Set.of("alg", "typ", "kid");

    static String mint(String type, Map<String, Object> claims, String keyId, PrivateKey key) {
        Map<String, Object> header = new TreeMap<>();
        header.put("alg", "EdDSA");
        header.put("typ", type);
        header.put("kid", keyId);
        String input = part(header) + "." + part(claims);
        byte[] signature = Ed25519.sign(key, input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Base64URL.encode(signature);
    }

    private static String part(Map<String, Object> object) {
        return Base64URL.encode(JSONObjectUtils.toJSONString(object)).toString();
    }

    /**
     * Reads it; nothing of it is believed yet.
     *
     * @throws ParseException when it is no token at all
     */
    static SignedJwt parse(String token) throws ParseException {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new ParseException("a token has three parts", 0);
        }
        return new SignedJwt(
                parts[0] + "." + parts[1],
                object(parts[0]),
                object(parts[1]),
                new Base64URL(parts[2]).decode());
    }

    private static Map<String, Object> object(String part) throws ParseException {
        return JSONObjectUtils.parse(
                new String(new Base64URL(part).decode(), StandardCharsets.UTF_8));
    }

    boolean ourAlgorithm() {
        return ALGORITHMS.contains(String.valueOf(header.get("alg")));
    }

    boolean ofType(String type) {
        return HEADER_FIELDS.equals(header.keySet()) && type.equals(header.get("typ"));
    }

    String keyId() {
        return String.valueOf(header.get("kid"));
    }

    boolean verifies(PublicKey key) {
        return Ed25519.verifies(key, signed.getBytes(StandardCharsets.US_ASCII), signature);
    }

    /** A claim that is text and says something. */
    Optional<String> text(String claim) throws ParseException {
        return Optional.ofNullable(JSONObjectUtils.getString(claims, claim))
                .filter(value -> !value.isBlank());
    }

    long number(String claim) throws ParseException {
        return JSONObjectUtils.getLong(claims, claim);
    }

    /** From when and until when the token says it is good; empty when that is no life of ours. */
    Optional<Life> life(Duration longest) throws ParseException {
        Instant issued = Instant.ofEpochSecond(number("iat"));
        Instant expires = Instant.ofEpochSecond(number("exp"));
        if (Duration.between(issued, expires).compareTo(longest) > 0 || expires.isBefore(issued)) {
            return Optional.empty();
        }
        Instant from = claims.containsKey("nbf") ? Instant.ofEpochSecond(number("nbf")) : issued;
        return Optional.of(new Life(from.isAfter(issued) ? from : issued, expires));
    }

    /** Two moments by the clock of whoever signed. */
    record Life(Instant from, Instant until) {

        boolean future(Instant now, Duration skew) {
            return from.minus(skew).isAfter(now);
        }

        boolean over(Instant now, Duration skew) {
            return !now.isBefore(until.plus(skew));
        }
    }
}
