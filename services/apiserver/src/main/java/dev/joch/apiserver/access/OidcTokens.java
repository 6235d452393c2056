package dev.joch.apiserver.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.joch.common.v1.Caller;
import dev.joch.service.problem.ProblemException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tokens of an OpenID Connect issuer.
 *
 * <p>The signature is checked before anything the token says is believed or answered to; before it
 * only the algorithm (against the allowed ones) and the key id are read.
 */
final class OidcTokens implements TokenSource {

    private static final Logger LOG = LoggerFactory.getLogger(OidcTokens.class);
    private static final int MOST_GROUPS = 1000;

    private final AuthConfig.Oidc config;
    private final String defaultTenant;
    private final OidcKeys keys;
    private final InstantSource clock;

    OidcTokens(AuthConfig.Oidc config, String defaultTenant, OidcKeys keys, InstantSource clock) {
        this.config = config;
        this.defaultTenant = defaultTenant;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public boolean recognises(UnverifiedToken token) {
        return token.claimedIssuer().equals(config.issuer().toString());
    }

    @Override
    public Caller check(UnverifiedToken token) {
        Map<String, Object> header = token.header();
        if (header == null || !config.algorithms().contains(String.valueOf(header.get("alg")))) {
            throw new ProblemException(new AccessProblem.TokenForged());
        }
        if (header.containsKey("crit")) {
            throw new ProblemException(
                    new AccessProblem.TokenMalformed("its header demands an extension"));
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token.text());
            checkSignature(jwt);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            if (claims == null) {
                throw new ParseException("no claims", 0);
            }
            checkTimes(claims);
            if (!claims.getAudience().contains(config.audience())) {
                throw new ProblemException(new AccessProblem.TokenAudience(config.audience()));
            }
            return caller(claims);
        } catch (ParseException e) {
            LOG.debug("a token cannot be read", e);
            throw new ProblemException(
                    new AccessProblem.TokenMalformed("it is not a well-formed JWT"));
        }
    }

    @Override
    public TokenLife life(UnverifiedToken token) {
        return token.claimedEnd()
                .map(end -> TokenLife.until(end.plus(config.skew()), clock))
                .orElse(TokenLife.ENDLESS);
    }

    private void checkSignature(SignedJWT jwt) {
        JWSHeader header = jwt.getHeader();
        List<JWK> candidates = keys.candidates(header);
        for (JWK key : candidates) {
            try {
                if (JwkSignatures.verifies(
                        key, header, jwt.getSigningInput(), jwt.getSignature())) {
                    return;
                }
            } catch (JOSEException e) {
                LOG.debug("a key of the issuer does not fit a token", e);
            }
        }
        throw new ProblemException(new AccessProblem.TokenForged());
    }

    private void checkTimes(JWTClaimsSet claims) {
        Instant now = clock.instant();
        @Nullable Date expires = claims.getExpirationTime();
        if (expires == null) {
            throw new ProblemException(new AccessProblem.TokenMalformed("it has no `exp`"));
        }
        if (!now.isBefore(expires.toInstant().plus(config.skew()))) {
            throw new ProblemException(
                    new AccessProblem.TokenExpired(expires.toInstant().toString()));
        }
        @Nullable Date from = claims.getNotBeforeTime();
        if (from != null && now.isBefore(from.toInstant().minus(config.skew()))) {
            throw new ProblemException(
                    new AccessProblem.TokenNotYetValid(from.toInstant().toString()));
        }
    }

    private Caller caller(JWTClaimsSet claims) throws ParseException {
        return Caller.newBuilder()
                .setSubject(subject(claims))
                .setTenant(tenant(claims))
                .addAllGroups(groups(claims))
                .setMethod("oidc")
                .build();
    }

    private String subject(JWTClaimsSet claims) throws ParseException {
        String named = claims.getStringClaim(config.subjectClaim());
        boolean doubtful =
                config.subjectClaim().equals("email")
                        && "false".equals(String.valueOf(claims.getClaim("email_verified")));
        String subject = named == null || named.isBlank() || doubtful ? claims.getSubject() : named;
        if (subject == null || subject.isBlank() || subject.length() > 320) {
            throw new ProblemException(new AccessProblem.TokenMalformed("it names no subject"));
        }
        String lower = subject.toLowerCase(Locale.ROOT);
        if (lower.startsWith("system:")
                || lower.startsWith("group:")
                || lower.equals(AccessGate.LOCAL_ADMIN)) {
            throw new ProblemException(
                    new AccessProblem.TokenMalformed(
                            "its subject is a name that the issuer may not give"));
        }
        return subject;
    }

    private String tenant(JWTClaimsSet claims) throws ParseException {
        if (config.tenantClaim().isEmpty()) {
            return defaultTenant;
        }
        String tenant = claims.getStringClaim(config.tenantClaim());
        if (tenant == null) {
            return defaultTenant;
        }
        if (!TokenTenant.valid(tenant)) {
            throw new ProblemException(
                    new AccessProblem.TokenMalformed("its tenant is not a DNS label"));
        }
        return tenant;
    }

    private List<String> groups(JWTClaimsSet claims) {
        if (!(claims.getClaim(config.groupsClaim()) instanceof List<?> groups)) {
            return List.of();
        }
        // names under `system:` are Kubernetes' to give
        return groups.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(group -> !group.isBlank() && !group.startsWith("system:"))
                .limit(MOST_GROUPS)
                .toList();
    }

    @Override
    public void close() {
        keys.close();
    }
}
