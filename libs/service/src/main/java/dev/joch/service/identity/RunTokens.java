package dev.joch.service.identity;

import dev.joch.service.id.Ids;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/** Mints the tokens by which runs prove themselves to the data plane. */
public final class RunTokens {

    /** Everything that agents call: gateways, router, trace. */
    public static final String AUDIENCE = "joch-data-plane";

    public static final Duration LIFE = Duration.ofMinutes(5);

    static final String TYPE = "joch-run+jwt";

    private final RunKeys keys;
    private final Ids ids;
    private final InstantSource clock;

    public RunTokens(RunKeys keys, Ids ids, InstantSource clock) {
        this.keys = keys;
        this.ids = ids;
        this.clock = clock;
    }

    /** A token and when it ends. */
    public record Issued(String token, Instant expiresAt) {}

    public Issued issue(RunIdentity run) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant until = now.plus(LIFE);
        Map<String, Object> claims = new TreeMap<>();
        claims.put("iss", RunKeys.ISSUER);
        claims.put("sub", run.subject());
        claims.put("aud", AUDIENCE);
        claims.put("jti", ids.nextText());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", until.getEpochSecond());
        claims.put("uid", run.uid());
        claims.put("agent", run.agent());
        claims.put("attempt", run.attempt());
        claims.put("lease", run.lease());
        RunKeys.Signing with = keys.signing();
        return new Issued(SignedJwt.mint(TYPE, claims, with.keyId(), with.key()), until);
    }
}
