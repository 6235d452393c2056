package dev.joch.apiserver.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.joch.common.v1.Caller;
import dev.joch.service.identity.Ed25519;
import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

final class OidcTokensTest {

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final RSAKey RSA = rsa("rsa-1");
    private static final RSAKey OTHER_RSA = rsa("rsa-2");

    private final MovableClock clock = new MovableClock();
    private final FakeProvider issuer = new FakeProvider();
    private final List<JWK> published = new ArrayList<>(List.of(RSA.toPublicJWK()));
    private volatile boolean away;
    private volatile String named = issuer.address().toString();
    private TokenAuthenticator authenticator = new TokenAuthenticator(List.of());

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        issuer.answer(
                DISCOVERY,
                body ->
                        away
                                ? new FakeProvider.Reply(503, "away")
                                : FakeProvider.json(
                                        200,
                                        Map.of(
                                                "issuer",
                                                named,
                                                "jwks_uri",
                                                issuer.address() + "/keys")));
        issuer.answer(
                "/keys",
                body ->
                        away
                                ? new FakeProvider.Reply(503, "")
                                : FakeProvider.json(200, new JWKSet(published).toJSONObject()));
        authenticator = authenticator("tenant");
    }

    private TokenAuthenticator authenticator(String tenantClaim) {
        AuthConfig.Oidc oidc =
                new AuthConfig.Oidc(
                        issuer.address(),
                        "joch-server",
                        Set.of("RS256", "ES256", "PS256", "EdDSA"),
                        "email",
                        "groups",
                        tenantClaim,
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(5),
                        Duration.ofHours(24));
        return AccessModule.authenticatorOf(
                new AuthConfig("default", List.of(), null, oidc, null), clock);
    }

    @AfterEach
    void stop() {
        authenticator.close();
        issuer.close();
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer.address().toString())
                .subject("00u1")
                .audience("joch-server")
                .claim("email", "alice@acme.example")
                .claim("groups", List.of("sre", "system:masters"))
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plusSeconds(300)));
    }

    private String token(Consumer<JWTClaimsSet.Builder> change) {
        return signed(RSA, JWSAlgorithm.RS256, change);
    }

    private String signed(
            RSAKey key, JWSAlgorithm algorithm, Consumer<JWTClaimsSet.Builder> change) {
        try {
            JWTClaimsSet.Builder claims = claims();
            change.accept(claims);
            SignedJWT jwt =
                    new SignedJWT(
                            new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(),
                            claims.build());
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private Caller authenticate(String token) {
        return authenticator.authenticate(Credentials.fromHeader("Bearer " + token));
    }

    private AccessProblem refusal(String token) {
        ProblemException thrown =
                catchThrowableOfType(ProblemException.class, () -> authenticate(token));
        assertThat(thrown).as("refused").isNotNull();
        assertThat(thrown.toString()).doesNotContain(token);
        return (AccessProblem) thrown.problem();
    }

    private void refused(String reason, String token) {
        assertThat(refusal(token).reason()).isEqualTo(reason);
    }

    @Test
    void goodTokenNamesItsCaller() {
        assertThat(authenticate(token(c -> c.claim("tenant", "acme"))))
                .isEqualTo(
                        Caller.newBuilder()
                                .setSubject("alice@acme.example")
                                .setTenant("acme")
                                .addGroups("sre")
                                .setMethod("oidc")
                                .build());
    }

    @Test
    void everyAllowedAlgorithmIsUnderstood() throws Exception {
        ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        KeyPair ed = Ed25519.generate();
        byte[] encoded = ed.getPublic().getEncoded();
        byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        published.add(ec.toPublicJWK());
        published.add(
                new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(raw)).keyID("ed").build());
        assertThat(authenticate(signed(RSA, JWSAlgorithm.PS256, c -> {})).getTenant())
                .isEqualTo("default");
        SignedJWT es =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec").build(),
                        claims().build());
        es.sign(new ECDSASigner(ec));
        assertThat(authenticate(es.serialize()).getMethod()).isEqualTo("oidc");
        String input =
                Base64URL.encode("{\"alg\":\"EdDSA\",\"kid\":\"ed\"}")
                        + "."
                        + Base64URL.encode(claims().build().toString());
        byte[] signature = Ed25519.sign(ed.getPrivate(), input.getBytes(StandardCharsets.US_ASCII));
        assertThat(authenticate(input + "." + Base64URL.encode(signature)).getMethod())
                .isEqualTo("oidc");
    }

    @Test
    void expiredTokenIsRefusedAfterTheSkew() {
        String token = token(c -> {});
        clock.advance(Duration.ofSeconds(359));
        assertThat(authenticate(token).getSubject()).isEqualTo("alice@acme.example");
        clock.advance(Duration.ofSeconds(1));
        refused("TOKEN_EXPIRED", token);
    }

    @Test
    void tokenOfTheFutureIsRefused() {
        refused(
                "TOKEN_NOT_YET_VALID",
                token(c -> c.notBeforeTime(Date.from(clock.instant().plusSeconds(61)))));
        authenticate(token(c -> c.notBeforeTime(Date.from(clock.instant().plusSeconds(60)))));
    }

    @Test
    void forgedTokensAreRefused() throws Exception {
        RSAKey twin = new RSAKey.Builder(OTHER_RSA).keyID("rsa-1").build();
        refused("TOKEN_FORGED", signed(twin, JWSAlgorithm.RS256, c -> {}));
        String[] good = token(c -> {}).split("\\.");
        String[] other = token(c -> c.claim("email", "root@acme.example")).split("\\.");
        refused("TOKEN_FORGED", good[0] + "." + other[1] + "." + good[2]);
        refused("TOKEN_MALFORMED", good[0] + "." + good[1] + ".");
        refused("TOKEN_FORGED", Base64URL.encode("{\"alg\":\"none\"}") + "." + good[1] + ".");
        SignedJWT hmac =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build(),
                        claims().build());
        hmac.sign(new MACSigner(RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
        refused("TOKEN_FORGED", hmac.serialize());
        refused("TOKEN_FORGED", signed(RSA, JWSAlgorithm.RS512, c -> {}));
    }

    @Test
    void headerCannotBringItsOwnKey() throws Exception {
        SignedJWT jwt =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("rsa-1")
                                .jwk(OTHER_RSA.toPublicJWK())
                                .jwkURL(URI.create(issuer.address() + "/evil"))
                                .build(),
                        claims().build());
        jwt.sign(new RSASSASigner(OTHER_RSA));
        refused("TOKEN_FORGED", jwt.serialize());
        assertThat(issuer.calls("/evil")).isZero();
    }

    @Test
    void tokensOfOthersAreRefused() {
        refused("TOKEN_ISSUER_UNKNOWN", token(c -> c.issuer("https://evil.example")));
        refused("TOKEN_ISSUER_UNKNOWN", token(c -> c.issuer(issuer.address() + "/")));
        refused("TOKEN_ISSUER_UNKNOWN", token(c -> c.issuer(null)));
        refused("TOKEN_AUDIENCE", token(c -> c.audience("somebody-else")));
        refused("TOKEN_AUDIENCE", token(c -> c.audience((String) null)));
        authenticate(token(c -> c.audience(List.of("a", "joch-server"))));
    }

    @Test
    void unreadableHeadersSayWhatIsWrong() {
        for (String header :
                List.of(
                        "Basic YTpi",
                        "Bearer",
                        "Bearer a b",
                        "Bearer \u00e4",
                        "Bearer " + "x".repeat(20_000))) {
            assertThatThrownBy(() -> authenticator.authenticate(Credentials.fromHeader(header)))
                    .as(header.substring(0, Math.min(20, header.length())))
                    .hasMessageStartingWith("TOKEN_MALFORMED");
        }
        assertThatThrownBy(() -> authenticator.authenticate(Credentials.fromHeader(null)))
                .hasMessageStartingWith("UNAUTHENTICATED");
        refused("UNAUTHENTICATED", "opaque");
        refused("UNAUTHENTICATED", "a.b.c");
    }

    @Test
    void subjectsThatAreNotTheIssuersToGiveAreRefused() {
        for (String subject :
                List.of("system:serviceaccount:a:b", "group:admins", "local-admin", "System:x")) {
            refused("TOKEN_MALFORMED", token(c -> c.claim("email", null).subject(subject)));
        }
        refused("TOKEN_MALFORMED", token(c -> c.claim("email", null).subject(null)));
    }

    @Test
    void addressThatWasNotVerifiedIsNotBelieved() {
        assertThat(authenticate(token(c -> c.claim("email_verified", false))).getSubject())
                .isEqualTo("00u1");
        assertThat(authenticate(token(c -> c.claim("email_verified", "false"))).getSubject())
                .as("some issuers write truth as text")
                .isEqualTo("00u1");
    }

    @Test
    void tokenThatIsInUseEndsAllTheSame() {
        Credentials shown = Credentials.fromHeader("Bearer " + token(c -> {}));
        authenticator.authenticate(shown);
        TokenLife life = authenticator.life(shown);
        clock.advance(Duration.ofSeconds(359));
        assertThat(life.ended()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(life.ended()).get().extracting(Problem::reason).isEqualTo("TOKEN_EXPIRED");
    }

    @Test
    void tenantIsALabelAndNeverAll() {
        refused("TOKEN_MALFORMED", token(c -> c.claim("tenant", "*")));
        refused("TOKEN_MALFORMED", token(c -> c.claim("tenant", "a b")));
        refused("TOKEN_MALFORMED", token(c -> c.claim("tenant", List.of("acme"))));
    }

    @Test
    void rotatedKeyIsFetchedButNotForEveryStranger() {
        authenticate(token(c -> {}));
        published.add(OTHER_RSA.toPublicJWK());
        clock.advance(Duration.ofSeconds(11));
        String rotated = signed(OTHER_RSA, JWSAlgorithm.RS256, c -> {});
        assertThat(authenticate(rotated).getMethod()).isEqualTo("oidc");
        int fetches = issuer.calls("/keys");
        for (int i = 0; i < 50; i++) {
            RSAKey madeUp = new RSAKey.Builder(OTHER_RSA).keyID("made-up-" + i).build();
            refused("TOKEN_FORGED", signed(madeUp, JWSAlgorithm.RS256, c -> {}));
        }
        assertThat(issuer.calls("/keys")).isEqualTo(fetches);
    }

    @Test
    void keysOutliveTheIssuerForABoundedTime() {
        authenticate(token(c -> {}));
        away = true;
        clock.advance(Duration.ofHours(23));
        assertThat(authenticate(token(c -> {})).getMethod()).isEqualTo("oidc");
        clock.advance(Duration.ofHours(2));
        refused("IDENTITY_PROVIDER_UNAVAILABLE", token(c -> {}));
        away = false;
        clock.advance(Duration.ofSeconds(11));
        assertThat(authenticate(token(c -> {})).getMethod()).isEqualTo("oidc");
    }

    @Test
    void issuerThatNamesAnotherIsNotBelieved() {
        named = "https://evil.example";
        refused("IDENTITY_PROVIDER_UNAVAILABLE", token(c -> {}));
    }

    @Test
    void plainHttpBeyondThisMachineIsRefused() {
        for (String address :
                List.of(
                        "http://idp.example",
                        "ftp://127.0.0.1/",
                        "http://127.0.0.1.evil.example")) {
            assertThatThrownBy(() -> Web.checkSafe("issuer", URI.create(address)))
                    .as(address)
                    .hasMessageContaining("https");
        }
    }
}
