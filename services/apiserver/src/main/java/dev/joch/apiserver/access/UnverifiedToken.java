package dev.joch.apiserver.access;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A token as it came, taken apart but not believed.
 *
 * @param text all of it
 * @param header of a JWT; {@code null} for an opaque token
 * @param claims of a JWT; {@code null} for an opaque token
 */
record UnverifiedToken(
        String text, @Nullable Map<String, Object> header, @Nullable Map<String, Object> claims) {

    /** Takes a token apart. What has two dots but is no JWT is an opaque token too. */
    static UnverifiedToken of(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            return new UnverifiedToken(text, null, null);
        }
        try {
            return new UnverifiedToken(text, object(parts[0]), object(parts[1]));
        } catch (ParseException | IllegalArgumentException e) {
            return new UnverifiedToken(text, null, null);
        }
    }

    private static Map<String, Object> object(String part) throws ParseException {
        return JSONObjectUtils.parse(
                new String(new Base64URL(part).decode(), StandardCharsets.UTF_8));
    }

    boolean jwt() {
        return header != null;
    }

    /** Who the token says has issued it; empty when it says nothing. */
    String claimedIssuer() {
        return claims != null && claims.get("iss") instanceof String issuer ? issuer : "";
    }

    /** When the token says that it ends; nothing when it does not say. */
    Optional<Instant> claimedEnd() {
        return claims != null && claims.get("exp") instanceof Number seconds
                ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                : Optional.empty();
    }

    /** Never the token: this text may end up in a log. */
    @Override
    public String toString() {
        return jwt() ? "UnverifiedToken[jwt]" : "UnverifiedToken[opaque]";
    }
}
