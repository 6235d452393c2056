package dev.joch.apiserver.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.apiserver.audit.AuditEndpoint;
import dev.joch.apiserver.audit.AuditLog;
import dev.joch.apiserver.audit.ServerEndpoint;
import dev.joch.service.config.ConfigFiles;

import io.micronaut.context.ApplicationContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Access and audit, wired by their configuration as a process wires them. */
final class EdgeWiringTest {

    @TempDir private Path folder = Path.of("");

    private ApplicationContext with(Map<String, Object> overrides) {
        Map<String, Object> keys = new LinkedHashMap<>(ConfigFiles.defaults("service"));
        keys.putAll(ConfigFiles.defaults("apiserver"));
        keys.put("joch.apiserver.audit.store", "memory");
        keys.put("joch.apiserver.audit.checkpoint-file", folder.resolve("heads").toString());
        keys.put(
                "joch.apiserver.audit.checkpoint-key-file", folder.resolve("heads.key").toString());
        keys.put("joch.apiserver.auth.local-admin.token-file", folder.resolve("token").toString());
        keys.put("joch-runs.apiserver", true);
        keys.putAll(overrides);
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .properties(keys)
                .start();
    }

    @Test
    void defaultsMakeAnEdgeThatKnowsItsLocalAdmin() throws IOException {
        try (ApplicationContext context = with(Map.of())) {
            Authenticator authenticator = context.getBean(Authenticator.class);
            String token = Files.readString(folder.resolve("token")).strip();
            var caller = authenticator.authenticate(Credentials.fromHeader("Bearer " + token));
            assertThat(context.getBean(AccessGate.class).roles(caller))
                    .containsExactly("admin@*", "auditor@*", "break-glass@*");
            assertThat(context.getBean(AuditEndpoint.class)).isNotNull();
            assertThat(context.getBean(ServerEndpoint.class)).isNotNull();
            assertThat(context.getBean(AuditLog.class)).isNotNull();
            assertThat(context.getBean(AuthenticationInterceptor.class)).isNotNull();
            assertThat(Files.exists(folder.resolve("heads.key"))).isTrue();
        }
    }

    @Test
    void allKeysOfAuthenticationAreRead() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("joch.apiserver.auth.default-tenant", "acme");
        keys.put("joch.apiserver.auth.admins", "root@acme.example, group:owners");
        keys.put("joch.apiserver.auth.local-admin.token-file", "");
        keys.put("joch.apiserver.auth.oidc.issuer", "https://idp.example");
        keys.put("joch.apiserver.auth.oidc.algorithms", "RS256");
        keys.put("joch.apiserver.auth.oidc.tenant-claim", "org");
        keys.put("joch.apiserver.auth.token-review.url", "https://cluster.example");
        keys.put("joch.apiserver.auth.token-review.audience", "joch");
        try (ApplicationContext context = with(keys)) {
            AuthConfig config = context.getBean(AuthConfig.class);
            assertThat(config.defaultTenant()).isEqualTo("acme");
            assertThat(config.admins()).containsExactly("root@acme.example", "group:owners");
            assertThat(config.localAdminToken()).isNull();
            assertThat(config.oidc()).isNotNull();
            assertThat(String.valueOf(config.oidc()))
                    .contains(
                            "idp.example",
                            "[RS256]",
                            "org",
                            "PT5M",
                            "PT24H",
                            "email",
                            "groups",
                            "joch-server");
            assertThat(String.valueOf(config.tokenReview()))
                    .contains("cluster.example", "joch", "PT30S", "10000", "serviceaccount/token");
        }
    }

    @Test
    void wrongValuesStopTheStart() {
        Map<String, Object> wrong =
                Map.of(
                        "joch.apiserver.auth.default-tenant", "*",
                        "joch.apiserver.auth.oidc.issuer", "http://idp.example",
                        "joch.apiserver.audit.store", "sqlite",
                        "joch.apiserver.audit.checkpoint-seconds", 61,
                        "joch.apiserver.audit.retention-days", -1);
        wrong.forEach((key, value) -> {
            try (ApplicationContext context = with(Map.of(key, value))) {
                assertThatThrownBy(
                                () -> {
                                    context.getBean(AuthConfig.class);
                                    context.getBean(AuditLog.class);
                                    context.getBeansOfType(
                                            dev.joch.service.process.ServicePart.class);
                                })
                        .as(key)
                        .hasStackTraceContaining(key);
            }
        });
    }
}
