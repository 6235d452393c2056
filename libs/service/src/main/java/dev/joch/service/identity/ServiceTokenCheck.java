package dev.joch.service.identity;

import dev.joch.service.identity.IdentityProblem.Cause;
import dev.joch.service.problem.ProblemException;

import java.security.PublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks tokens of peers.
 *
 * <p>A token that was good is remembered until it expires or keys change: peers use the same one
 * for minutes, and a signature costs more to check than most calls do.
 */
final class ServiceTokenCheck {

    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);
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
        if (token.length() > SignedJwt.MOST_CHARACTERS) {
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
        SignedJwt jwt = SignedJwt.parse(token);
        if (!jwt.ourAlgorithm()) {
            throw refused(Cause.SERVICE_TOKEN_ALGORITHM);
        }
        if (!jwt.ofType(ServiceTokens.TYPE)) {
            throw refused(Cause.SERVICE_TOKEN_MALFORMED);
        }
        String service = jwt.text("iss").orElseThrow(() -> refused(Cause.SERVICE_TOKEN_MALFORMED));
        if (!service.equals(jwt.claims().get("sub"))) {
            throw refused(Cause.SERVICE_TOKEN_MALFORMED);
        }
        TrustFolder.Trusted by = signedBy(trusted, service, jwt);
        Instant until = checkTimes(jwt);
        if (!name.equals(jwt.claims().get("aud"))) {
            throw refused(Cause.SERVICE_TOKEN_AUDIENCE);
        }
        if (jwt.text("jti").isEmpty()) {
            throw refused(Cause.SERVICE_TOKEN_MALFORMED);
        }
        return new Checked(service, until, by);
    }

    private TrustFolder.Trusted signedBy(
            TrustFolder.Trusted trusted, String service, SignedJwt jwt) {
        if (verifies(trusted, service, jwt)) {
            return trusted;
        }
        TrustFolder.Trusted rotated = trust.afterRotation();
        if (rotated != trusted && verifies(rotated, service, jwt)) {
            return rotated;
        }
        throw refused(
                rotated.of(service).isEmpty() ? Cause.SERVICE_UNKNOWN : Cause.SERVICE_TOKEN_FORGED);
    }

    private static boolean verifies(TrustFolder.Trusted trusted, String service, SignedJwt jwt) {
        PublicKey key = trusted.of(service).get(jwt.keyId());
        return key != null && jwt.verifies(key);
    }

    /** Until when the token is good. */
    private Instant checkTimes(SignedJwt jwt) throws ParseException {
        Instant now = clock.instant();
        SignedJwt.Life life =
                jwt.life(LONGEST_LIFE).orElseThrow(() -> refused(Cause.SERVICE_TOKEN_MALFORMED));
        if (life.future(now, SKEW)) {
            throw refused(Cause.SERVICE_TOKEN_NOT_YET_VALID);
        }
        if (life.over(now, SKEW)) {
            throw refused(Cause.SERVICE_TOKEN_EXPIRED);
        }
        return life.until().plus(SKEW);
    }

    private static ProblemException refused(Cause cause) {
        return new ProblemException(new IdentityProblem.PeerRefused(cause));
    }
}
