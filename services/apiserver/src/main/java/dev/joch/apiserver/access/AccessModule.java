package dev.joch.apiserver.access;

import dev.joch.service.id.Ids;
import dev.joch.service.mesh.MeshChannels;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Wiring of authentication and rights. */
@Factory
@Requires(property = "joch-runs.apiserver")
final class AccessModule {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SKEW = Duration.ofSeconds(60);

    @Singleton
    AuthConfig authConfig(Environment environment) {
        Keys keys = new Keys(environment);
        String tokenFile = keys.text("local-admin.token-file");
        return new AuthConfig(
                keys.text("default-tenant"),
                words(keys.text("admins")),
                tokenFile.isBlank() ? null : Path.of(tokenFile),
                oidc(keys),
                tokenReview(keys));
    }

    private record Keys(Environment environment) {
        String text(String key) {
            return environment.getProperty("joch.apiserver.auth." + key, String.class).orElse("");
        }

        int number(String key) {
            return environment.getRequiredProperty("joch.apiserver.auth." + key, Integer.class);
        }
    }

    private static AuthConfig.@Nullable Oidc oidc(Keys keys) {
        String issuer = keys.text("oidc.issuer");
        return issuer.isBlank()
                ? null
                : new AuthConfig.Oidc(
                        URI.create(issuer),
                        keys.text("oidc.audience"),
                        Set.copyOf(words(keys.text("oidc.algorithms"))),
                        keys.text("oidc.subject-claim"),
                        keys.text("oidc.groups-claim"),
                        keys.text("oidc.tenant-claim"),
                        SKEW,
                        Duration.ofSeconds(keys.number("oidc.refresh-seconds")),
                        Duration.ofHours(keys.number("oidc.key-hours")));
    }

    private static AuthConfig.@Nullable TokenReview tokenReview(Keys keys) {
        String url = keys.text("token-review.url");
        String caFile = keys.text("token-review.ca-file");
        return url.isBlank()
                ? null
                : new AuthConfig.TokenReview(
                        URI.create(url),
                        Path.of(keys.text("token-review.token-file")),
                        caFile.isBlank() ? null : Path.of(caFile),
                        keys.text("token-review.audience"),
                        Duration.ofSeconds(keys.number("token-review.cache-seconds")),
                        keys.number("token-review.cache-entries"));
    }

    @Bean(preDestroy = "close")
    @Singleton
    TokenAuthenticator authenticator(AuthConfig config, InstantSource clock) {
        return authenticatorOf(config, clock);
    }

    static TokenAuthenticator authenticatorOf(AuthConfig config, InstantSource clock) {
        List<TokenSource> sources = new ArrayList<>();
        Path tokenFile = config.localAdminToken();
        if (tokenFile != null) {
            sources.add(LocalAdminToken.in(tokenFile, config.defaultTenant()));
        }
        AuthConfig.Oidc oidc = config.oidc();
        if (oidc != null) {
            OidcKeys keys = new OidcKeys(oidc, Web.trusting(null, PATIENCE), clock);
            sources.add(new OidcTokens(oidc, config.defaultTenant(), keys, clock));
        }
        AuthConfig.TokenReview review = config.tokenReview();
        if (review != null) {
            Web web = Web.trusting(review.caFile(), PATIENCE);
            sources.add(new KubernetesTokens(review, config.defaultTenant(), web, clock));
        }
        return new TokenAuthenticator(sources);
    }

    @Singleton
    AccessDirectory directory(MeshChannels channels) {
        return new AccessDirectory(channels.to("resource-store"), Duration.ofSeconds(10));
    }

    @Singleton
    AccessGate gate(AccessDirectory directory, AuthConfig config) {
        return new AccessGate(directory, config.admins());
    }

    @Singleton
    AuthenticationInterceptor interceptor(
            Authenticator authenticator, RefusedCalls refusals, Ids ids) {
        return new AuthenticationInterceptor(authenticator, refusals, ids);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
