package dev.joch.service.identity;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;

import dev.joch.service.identity.IdentityProblem.Cause;
import dev.joch.service.problem.ProblemException;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks tokens of peers.
 *
 * <p>A token that was good is remembered until it expires or keys change: peers use the same one
 * for minutes, and a signature costs more to check than most calls do.
 */
final class ServiceTokenCheck {

    static final int MOST_CHARACTERS = 4096;
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);
    private static final Set<String> ALGORITHMS = Set.of("EdDSA", "Ed25519");
    private static final Set<String> HEADER_FIELDS = Set.of("alg", "typ", "kid");
    private static final int MOST_REMEMBERED = 1024;

    private record Checked(String service, Instant until, TrustFolder.Trusted trusted) {}

    private final String name;
    private final TrustFolder trust;
    private final InstantSource clock;
    private final Map<String, Checked> remembered = new ConcurrentHashMap<>();

    ServiceTokenCheck(String name, TrustFolder trust, InstantSource clock) {
        this.name = name;
        this.trust = trust;
        this.clock = clock;
    }

    /** Name of the service whose token it is; throws {@link IdentityProblem} for anything else. */
    String check(String token) {
        if (token.length() > MOST_CHARACTERS) {
            throw refused(Cause.SERVICE_TOKEN_MALFORMED);
        }
        TrustFolder.Trusted trusted = trust.current();
        Checked before = remembered.get(token);
        if (before != null
                && before.trusted() == trusted
                && clock.instant().isBefore(before.until())) {
            return before.service();
        }
        try {
            Checked checked = checkAll(token, trusted);
            if (remembered.size() >= MOST_REMEMBERED) {
                remembered.clear();
            }
            remembered.put(token, checked);
            return checked.service();
        } catch (ParseException | IllegalArgumentException e) {
            throw refused(Cause.SERVICE_TOKEN_MALFORMED);
        }
    }

    private Checked checkAll(String token, TrustFolder.Trusted trusted) throws ParseException {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw refused(Cause.SERVICE_TOKEN_MALFORMED);
        }
        Map<String, Object> header = object(parts[0]);
        if (!ALGORITHMS.contains(String.valueOf(header.get("alg")))) {
            throw refused(Cause.SERVICE_TOKEN_ALGORITHM);
        }
        // a header that brings its own key, a place to fetch one or an extension is no header of
        // ours
        if (!HEADER_FIELDS.equals(header.keySet())
                || !ServiceTokens.TYPE.equals(header.get("typ"))) {
            throw refused(Cause.SERVICE_TOKEN_MALFORMED);
        }
        Map<String, Object> claims = object(parts[1]);
        String service = JSONObjectUtils.getString(claims, "iss");
        if (service == null || !service.equals(JSONObjectUtils.getString(claims, "sub"))) {
            throw refused(Cause.SERVICE_TOKEN_MALFORMED);
        }
        TrustFolder.Trusted by =
                signedBy(trusted, service, String.valueOf(header.get("kid")), parts);
        Instant until = checkTimes(claims);
        if (!name.equals(claims.get("aud"))) {
            throw refused(Cause.SERVICE_TOKEN_AUDIENCE);
        }
        String id = JSONObjectUtils.getString(claims, "jti");
        if (id == null || id.isBlank()) {
            throw refused(Cause.SERVICE_TOKEN_MALFORMED);
        }
        return new Checked(service, until, by);
    }

    private TrustFolder.Trusted signedBy(
            TrustFolder.Trusted trusted, String service, String keyId, String[] parts) {
        if (verifies(trusted, service, keyId, parts)) {
            return trusted;
        }
        TrustFolder.Trusted rotated = trust.afterRotation();
        if (rotated != trusted && verifies(rotated, service, keyId, parts)) {
            return rotated;
        }
        throw refused(
                rotated.of(service).isEmpty() ? Cause.SERVICE_UNKNOWN : Cause.SERVICE_TOKEN_FORGED);
    }

    private static boolean verifies(
            TrustFolder.Trusted trusted, String service, String keyId, String[] parts) {
        PublicKey key = trusted.of(service).get(keyId);
        byte[] input = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        return key != null && Ed25519.verifies(key, input, new Base64URL(parts[2]).decode());
    }

    /** Until when the token is good. */
    private Instant checkTimes(Map<String, Object> claims) throws ParseException {
        Instant now = clock.instant();
        Instant issued = Instant.ofEpochSecond(JSONObjectUtils.getLong(claims, "iat"));
        Instant expires = Instant.ofEpochSecond(JSONObjectUtils.getLong(claims, "exp"));
        if (Duration.between(issued, expires).compareTo(LONGEST_LIFE) > 0
                || expires.isBefore(issued)) {
            throw refused(Cause.SERVICE_TOKEN_MALFORMED);
        }
        Instant from =
                claims.containsKey("nbf")
                        ? Instant.ofEpochSecond(JSONObjectUtils.getLong(claims, "nbf"))
                        : issued;
        Instant latest = from.isAfter(issued) ? from : issued;
        if (latest.minus(SKEW).isAfter(now)) {
            throw refused(Cause.SERVICE_TOKEN_NOT_YET_VALID);
        }
        if (!now.isBefore(expires.plus(SKEW))) {
            throw refused(Cause.SERVICE_TOKEN_EXPIRED);
        }
        return expires.plus(SKEW);
    }

    private static Map<String, Object> object(String part) throws ParseException {
        return JSONObjectUtils.parse(
                new String(new Base64URL(part).decode(), StandardCharsets.UTF_8));
    }

    private static ProblemException refused(Cause cause) {
        return new ProblemException(new IdentityProblem.PeerRefused(cause));
    }
}
