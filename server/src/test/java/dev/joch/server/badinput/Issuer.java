package dev.joch.server.badinput;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/** An identity provider on the loopback address, and somebody who imitates it. */
final class Issuer implements AutoCloseable {

    private final HttpServer server;
    private final RSAKey key = key();
    private final RSAKey stolenName = key();

    Issuer() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answer(
                "/.well-known/openid-configuration",
                Map.of("issuer", address(), "jwks_uri", address() + "/keys"));
        answer("/keys", new JWKSet(key.toPublicJWK()).toJSONObject());
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String token(String email, String tenant) {
        return signed(key, address(), email, tenant, Duration.ofMinutes(5));
    }

    String expired(String email) {
        return signed(key, address(), email, "acme", Duration.ofHours(-1));
    }

    /** Under the name of the key, by another one. */
    String forged(String email) {
        return signed(stolenName, address(), email, "acme", Duration.ofMinutes(5));
    }

    String ofAnother(String email) {
        return signed(key, "https://issuer.example", email, "acme", Duration.ofMinutes(5));
    }

    private static String signed(
            RSAKey key, String issuer, String email, String tenant, Duration validFor) {
        try {
            SignedJWT jwt =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(),
                            new JWTClaimsSet.Builder()
                                    .issuer(issuer)
                                    .subject(email)
                                    .audience("joch-server")
                                    .claim("email", email)
                                    .claim("tenant", tenant)
                                    .expirationTime(Date.from(Instant.now().plus(validFor)))
                                    .build());
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey key() {
        try {
            return new RSAKeyGenerator(2048).keyID("one").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(String path, Map<String, Object> object) {
        byte[] bytes = JSONObjectUtils.toJSONString(object).getBytes(StandardCharsets.UTF_8);
        server.createContext(
                path,
                exchange -> {
                    exchange.sendResponseHeaders(200, bytes.length);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(bytes);
                    }
                });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
