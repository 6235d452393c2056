package dev.joch.service.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;

import dev.joch.service.id.Ids;
import dev.joch.service.identity.IdentityProblem.Cause;
import dev.joch.service.problem.ProblemException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens that are almost right, and what becomes of each. */
class ServiceTokenAttackTest {

    private static final long NOW = new MovableClock().instant().getEpochSecond();

    private final MovableClock clock = new MovableClock();
    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void keys() throws IOException {
        GenerateKeys.make(folder, "apiserver");
        GenerateKeys.make(folder, "admission");
        GenerateKeys.make(folder, "resource-store");
    }

    private ServiceTokenCheck store() {
        return new ServiceTokenCheck(
                "resource-store", new TrustFolder(folder.resolve("trust"), clock), clock);
    }

    private PrivateKey keyOf(String service) {
        try {
            return Ed25519.privateKey(Files.readString(folder.resolve(service + ".key")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String token(
            PrivateKey key, BiConsumer<Map<String, Object>, Map<String, Object>> change) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", "EdDSA");
        header.put("typ", ServiceTokens.TYPE);
        header.put("kid", Ed25519.keyId(Ed25519.publicKeyOf(key)));
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", "apiserver");
        claims.put("sub", "apiserver");
        claims.put("aud", "resource-store");
        claims.put("jti", "1");
        claims.put("iat", NOW);
        claims.put("exp", NOW + 300);
        change.accept(header, claims);
        String input = part(header) + "." + part(claims);
        return input
                + "."
                + Base64URL.encode(Ed25519.sign(key, input.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String part(Map<String, Object> object) {
        return Base64URL.encode(JSONObjectUtils.toJSONString(object)).toString();
    }

    private static Arguments attack(
            String name, Cause cause, BiConsumer<Map<String, Object>, Map<String, Object>> change) {
        return Arguments.of(name, cause, change);
    }

    static Stream<Arguments> attacks() {
        return Stream.of(
                attack("alg none", Cause.SERVICE_TOKEN_ALGORITHM, (h, c) -> h.put("alg", "none")),
                attack("alg None", Cause.SERVICE_TOKEN_ALGORITHM, (h, c) -> h.put("alg", "None")),
                attack("alg HS256", Cause.SERVICE_TOKEN_ALGORITHM, (h, c) -> h.put("alg", "HS256")),
                attack("alg RS256", Cause.SERVICE_TOKEN_ALGORITHM, (h, c) -> h.put("alg", "RS256")),
                attack("no alg", Cause.SERVICE_TOKEN_ALGORITHM, (h, c) -> h.remove("alg")),
                attack(
                        "alg as a list",
                        Cause.SERVICE_TOKEN_ALGORITHM,
                        (h, c) -> h.put("alg", java.util.List.of("EdDSA"))),
                attack("typ JWT", Cause.SERVICE_TOKEN_MALFORMED, (h, c) -> h.put("typ", "JWT")),
                attack("no typ", Cause.SERVICE_TOKEN_MALFORMED, (h, c) -> h.remove("typ")),
                attack(
                        "jku",
                        Cause.SERVICE_TOKEN_MALFORMED,
                        (h, c) -> h.put("jku", "https://evil.example/keys")),
                attack(
                        "x5u",
                        Cause.SERVICE_TOKEN_MALFORMED,
                        (h, c) -> h.put("x5u", "https://evil.example/cert")),
                attack(
                        "own jwk",
                        Cause.SERVICE_TOKEN_MALFORMED,
                        (h, c) -> h.put("jwk", Map.of("kty", "OKP"))),
                attack(
                        "crit",
                        Cause.SERVICE_TOKEN_MALFORMED,
                        (h, c) -> h.put("crit", java.util.List.of("b64"))),
                attack(
                        "kid of a path",
                        Cause.SERVICE_TOKEN_FORGED,
                        (h, c) -> h.put("kid", "../../etc/passwd")),
                attack("kid of nobody", Cause.SERVICE_TOKEN_FORGED, (h, c) -> h.put("kid", "AAAA")),
                attack("kid a number", Cause.SERVICE_TOKEN_FORGED, (h, c) -> h.put("kid", 7)),
                attack(
                        "unknown issuer",
                        Cause.SERVICE_UNKNOWN,
                        (h, c) -> {
                            c.put("iss", "evil");
                            c.put("sub", "evil");
                        }),
                attack(
                        "issuer of a path",
                        Cause.SERVICE_UNKNOWN,
                        (h, c) -> {
                            c.put("iss", "../apiserver");
                            c.put("sub", "../apiserver");
                        }),
                attack(
                        "another service's name",
                        Cause.SERVICE_TOKEN_FORGED,
                        (h, c) -> {
                            c.put("iss", "admission");
                            c.put("sub", "admission");
                        }),
                attack(
                        "iss is not sub",
                        Cause.SERVICE_TOKEN_MALFORMED,
                        (h, c) -> c.put("sub", "admission")),
                attack("no iss", Cause.SERVICE_TOKEN_MALFORMED, (h, c) -> c.remove("iss")),
                attack(
                        "other audience",
                        Cause.SERVICE_TOKEN_AUDIENCE,
                        (h, c) -> c.put("aud", "admission")),
                attack(
                        "audience among others",
                        Cause.SERVICE_TOKEN_AUDIENCE,
                        (h, c) -> c.put("aud", java.util.List.of("resource-store", "admission"))),
                attack("no audience", Cause.SERVICE_TOKEN_AUDIENCE, (h, c) -> c.remove("aud")),
                attack("no jti", Cause.SERVICE_TOKEN_MALFORMED, (h, c) -> c.remove("jti")),
                attack(
                        "expired by more than the skew",
                        Cause.SERVICE_TOKEN_EXPIRED,
                        (h, c) -> {
                            c.put("iat", NOW - 400);
                            c.put("exp", NOW - 61);
                        }),
                attack(
                        "issued in the future",
                        Cause.SERVICE_TOKEN_NOT_YET_VALID,
                        (h, c) -> {
                            c.put("iat", NOW + 61);
                            c.put("exp", NOW + 300);
                        }),
                attack(
                        "valid in the future",
                        Cause.SERVICE_TOKEN_NOT_YET_VALID,
                        (h, c) -> c.put("nbf", NOW + 61)),
                attack(
                        "a life of a day",
                        Cause.SERVICE_TOKEN_MALFORMED,
                        (h, c) -> c.put("exp", NOW + 86_400)),
                attack("no expiry", Cause.SERVICE_TOKEN_MALFORMED, (h, c) -> c.remove("exp")),
                attack(
                        "expiry as text",
                        Cause.SERVICE_TOKEN_MALFORMED,
                        (h, c) -> c.put("exp", "tomorrow")),
                attack(
                        "ends before it begins",
                        Cause.SERVICE_TOKEN_MALFORMED,
                        (h, c) -> c.put("exp", NOW - 10)),
                attack(
                        "huge",
                        Cause.SERVICE_TOKEN_MALFORMED,
                        (h, c) -> c.put("x", "y".repeat(5000))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void isRefused(
            String name, Cause cause, BiConsumer<Map<String, Object>, Map<String, Object>> change) {
        refused(cause, token(keyOf("apiserver"), change));
    }

    private void refused(Cause cause, String token) {
        ProblemException thrown = assertThrows(ProblemException.class, () -> store().check(token));
        assertThat(thrown.problem().reason()).isEqualTo(cause.name());
        assertThat(thrown.problem().message()).doesNotContain(token.isEmpty() ? "Bearer" : token);
    }

    @Test
    void rightTokenIsTaken() {
        assertThat(store().check(token(keyOf("apiserver"), (h, c) -> {}))).isEqualTo("apiserver");
        String late =
                token(
                        keyOf("apiserver"),
                        (h, c) -> {
                            c.put("iat", NOW - 300);
                            c.put("exp", NOW - 59);
                        });
        assertThat(store().check(late)).as("within the skew").isEqualTo("apiserver");
    }

    @Test
    void signatureOfAnotherKeyIsNone() {
        KeyPair stranger = Ed25519.generate();
        String known = Ed25519.keyId(Ed25519.publicKeyOf(keyOf("apiserver")));
        refused(
                Cause.SERVICE_TOKEN_FORGED,
                token(stranger.getPrivate(), (h, c) -> h.put("kid", known)));
        refused(Cause.SERVICE_TOKEN_FORGED, token(keyOf("admission"), (h, c) -> {}));
    }

    @Test
    void publicKeyIsNoSecretOfAnHmac() throws Exception {
        String[] parts = token(keyOf("apiserver"), (h, c) -> h.put("alg", "HS256")).split("\\.");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(
                new SecretKeySpec(
                        Files.readAllBytes(folder.resolve("trust/apiserver.pub")), "HmacSHA256"));
        byte[] tag = mac.doFinal((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        refused(
                Cause.SERVICE_TOKEN_ALGORITHM,
                parts[0] + "." + parts[1] + "." + Base64URL.encode(tag));
    }

    @Test
    void tamperedPartsAreRefused() {
        String[] parts = token(keyOf("apiserver"), (h, c) -> {}).split("\\.");
        String[] other = token(keyOf("apiserver"), (h, c) -> c.put("jti", "2")).split("\\.");
        refused(Cause.SERVICE_TOKEN_FORGED, parts[0] + "." + other[1] + "." + parts[2]);
        refused(Cause.SERVICE_TOKEN_FORGED, parts[0] + "." + parts[1] + ".");
        refused(
                Cause.SERVICE_TOKEN_FORGED,
                parts[0] + "." + parts[1] + "." + parts[2].substring(0, 20));
        refused(Cause.SERVICE_TOKEN_MALFORMED, parts[0] + "." + parts[1]);
        refused(Cause.SERVICE_TOKEN_MALFORMED, parts[0] + "." + parts[1] + "." + parts[2] + ".x");
        refused(Cause.SERVICE_TOKEN_MALFORMED, "");
        refused(Cause.SERVICE_TOKEN_MALFORMED, "..");
        refused(Cause.SERVICE_TOKEN_MALFORMED, "bm8.bm8.bm8");
        refused(Cause.SERVICE_TOKEN_MALFORMED, "x".repeat(100_000));
    }

    @Test
    void mintedTokensLiveFiveMinutesAndAreUsedAgain() {
        Ids ids = new Ids(clock);
        ServiceTokens tokens =
                new ServiceTokens(
                        "apiserver", new OwnKey(folder.resolve("apiserver.key")), ids, clock);
        ServiceTokenCheck check = store();
        String first = tokens.forPeer("resource-store");
        assertThat(check.check(first)).isEqualTo("apiserver");
        clock.advance(Duration.ofSeconds(170));
        assertThat(tokens.forPeer("resource-store")).isEqualTo(first);
        clock.advance(Duration.ofSeconds(20));
        assertThat(tokens.forPeer("resource-store"))
                .as("minted ahead of expiry")
                .isNotEqualTo(first);
        assertThat(tokens.forPeer("admission")).isNotEqualTo(tokens.forPeer("resource-store"));
        clock.advance(Duration.ofSeconds(300));
        assertThrows(ProblemException.class, () -> check.check(first), "remembered, but expired");
    }

    @Test
    void keysRotateWithoutARefusedCall() throws IOException {
        ServiceTokenCheck check = store();
        check.check(token(keyOf("apiserver"), (h, c) -> {}));
        KeyPair fresh = Ed25519.generate();
        Path trusted = folder.resolve("trust/apiserver.pub");
        Files.writeString(trusted, Files.readString(trusted) + Ed25519.pem(fresh.getPublic()));
        clock.advance(Duration.ofSeconds(2));
        assertThat(check.check(token(fresh.getPrivate(), (h, c) -> {}))).isEqualTo("apiserver");
        assertThat(check.check(token(keyOf("apiserver"), (h, c) -> {}))).isEqualTo("apiserver");
        Files.writeString(trusted, Ed25519.pem(fresh.getPublic()));
        clock.advance(Duration.ofSeconds(61));
        assertThrows(
                ProblemException.class,
                () -> check.check(token(keyOf("apiserver"), (h, c) -> {})),
                "a key that was taken out, though its token was remembered");
    }

    @Test
    void ownKeyIsReadAgainWhenItChanges() throws IOException {
        OwnKey key = new OwnKey(folder.resolve("apiserver.key"));
        String before = key.current().keyId();
        Files.writeString(
                folder.resolve("apiserver.key"), Ed25519.pem(Ed25519.generate().getPrivate()));
        Files.setLastModifiedTime(
                folder.resolve("apiserver.key"), java.nio.file.attribute.FileTime.fromMillis(1));
        assertThat(key.current().keyId()).isNotEqualTo(before);
        Files.writeString(folder.resolve("apiserver.key"), "half a file");
        assertThat(key.current().keyId()).isNotEqualTo(before);
    }

    @Test
    void keysAreMadeOnceAndForTheirOwnerOnly() throws IOException {
        assertThat(GenerateKeys.make(folder, "apiserver")).isFalse();
        assertThat(Files.getPosixFilePermissions(folder.resolve("apiserver.key")))
                .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        assertThrows(IllegalArgumentException.class, () -> GenerateKeys.make(folder, "../x"));
    }
}
