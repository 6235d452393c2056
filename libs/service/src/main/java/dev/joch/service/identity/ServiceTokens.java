package dev.joch.service.identity;

import dev.joch.service.id.Ids;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Mints this service's tokens: one per peer, used again until it is time for the next. */
final class ServiceTokens {

    static final String TYPE = "joch-service+jwt";
    static final Duration LIFE = Duration.ofMinutes(5);
    private static final Duration AHEAD = Duration.ofMinutes(2);

    private record Minted(String token, Instant until) {}

    private final String name;
    private final OwnKey key;
    private final Ids ids;
    private final InstantSource clock;
    private final Map<String, Minted> minted = new ConcurrentHashMap<>();

    ServiceTokens(String name, OwnKey key, Ids ids, InstantSource clock) {
        this.name = name;
        this.key = key;
        this.ids = ids;
        this.clock = clock;
    }

    /** A token for that peer with more than half of its life left. */
    String forPeer(String peer) {
        Minted ready = minted.get(peer);
        if (ready != null && clock.instant().isBefore(ready.until().minus(AHEAD))) {
            return ready.token();
        }
        Minted fresh = mint(peer);
        minted.put(peer, fresh);
        return fresh.token();
    }

    private Minted mint(String peer) {
        OwnKey.Loaded with = key.current();
        Instant now = clock.instant();
        Instant until = now.plus(LIFE);
        Map<String, Object> claims = new TreeMap<>();
        claims.put("iss", name);
        claims.put("sub", name);
        claims.put("aud", peer);
        claims.put("jti", ids.nextText());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", until.getEpochSecond());
        return new Minted(SignedJwt.mint(TYPE, claims, with.keyId(), with.key()), until);
    }
}
