package dev.joch.apiserver.access;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;

import dev.joch.service.problem.ProblemException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The keys an issuer publishes.
 *
 * <p>Fetched when first needed, refreshed in passing, and fetched again for a key id that is not
 * among them, but at most every few seconds: strangers can make up key ids as fast as they like.
 * While the issuer is away the keys stay good for a bounded time.
 */
final class OidcKeys implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OidcKeys.class);

    static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);
    private static final int MOST_CANDIDATES = 16;

    private record Fetched(List<JWK> keys, Instant at) {}

    private final AuthConfig.Oidc config;
    private final Web web;
    private final InstantSource clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Fetched fetched;
    private volatile Instant lastTry = Instant.EPOCH;

    OidcKeys(AuthConfig.Oidc config, Web web, InstantSource clock) {
        this.config = config;
        this.web = web;
        this.clock = clock;
    }

    /** Keys that may have made a signature with that header. */
    List<JWK> candidates(JWSHeader header) {
        List<JWK> found = matching(usable(), header);
        if (!found.isEmpty() || header.getKeyID() == null) {
            return found;
        }
        Fetched again = refetch();
        return again == null ? found : matching(again, header);
    }

    private static List<JWK> matching(Fetched fetched, JWSHeader header) {
        return fetched.keys().stream()
                .filter(key ->
                        header.getKeyID() == null || header.getKeyID().equals(key.getKeyID()))
                .filter(key -> JwkSignatures.fits(key, header.getAlgorithm()))
                .limit(MOST_CANDIDATES)
                .toList();
    }

    private Fetched usable() {
        Fetched now = fetched;
        Instant time = clock.instant();
        if (now == null || now.at().plus(config.refreshKeys()).isBefore(time)) {
            now = now == null ? first() : refreshed(now);
        }
        if (now == null || now.at().plus(config.maxKeyAge()).isBefore(time)) {
            throw new ProblemException(new AccessProblem.IdentityProviderUnavailable());
        }
        return now;
    }

    private @Nullable Fetched first() {
        fetching.lock();
        try {
            Fetched meanwhile = fetched;
            return meanwhile != null ? meanwhile : fetchUnlessJustTried();
        } finally {
            fetching.unlock();
        }
    }

    /** One caller fetches; the others go on with what there is. */
    private Fetched refreshed(Fetched old) {
        if (!fetching.tryLock()) {
            return old;
        }
        try {
            Fetched fresh = fetchUnlessJustTried();
            return fresh == null ? old : fresh;
        } finally {
            fetching.unlock();
        }
    }

    private @Nullable Fetched refetch() {
        Fetched before = fetched;
        fetching.lock();
        try {
            Fetched meanwhile = fetched;
            return meanwhile != before ? meanwhile : fetchUnlessJustTried();
        } finally {
            fetching.unlock();
        }
    }

    private @Nullable Fetched fetchUnlessJustTried() {
        Instant now = clock.instant();
        if (lastTry.plus(BETWEEN_FETCHES).isAfter(now)) {
            return null;
        }
        lastTry = now;
        try {
            Fetched fresh = new Fetched(fetch(), now);
            fetched = fresh;
            return fresh;
        } catch (IOException | ParseException e) {
            LOG.warn("the keys of {} cannot be fetched: {}", config.issuer(), e.toString());
            return null;
        }
    }

    private List<JWK> fetch() throws IOException, ParseException {
        String issuer = config.issuer().toString();
        String slash = issuer.endsWith("/") ? "" : "/";
        Map<String, Object> document =
                web.get(URI.create(issuer + slash + ".well-known/openid-configuration"));
        if (!issuer.equals(document.get("issuer"))) {
            throw new IOException(
                    "the discovery document names the issuer " + document.get("issuer"));
        }
        URI address = JSONObjectUtils.getURI(document, "jwks_uri");
        if (address == null) {
            throw new IOException("the discovery document names no jwks_uri");
        }
        try {
            Web.checkSafe("jwks_uri", address);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        return List.copyOf(JWKSet.parse(web.get(address)).getKeys());
    }

    @Override
    public void close() {
        web.close();
    }
}
