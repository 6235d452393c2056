package dev.joch.apiserver.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.common.v1.Caller;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

final class KubernetesTokensTest {

    private static final String PATH = "/apis/authentication.k8s.io/v1/tokenreviews";

    private final MovableClock clock = new MovableClock();
    private final FakeProvider cluster = new FakeProvider();
    @TempDir private Path folder = Path.of("");
    private volatile FakeProvider.Reply reply = known("joch");
    private volatile String asked = "";
    private TokenAuthenticator authenticator = new TokenAuthenticator(List.of());

    private static FakeProvider.Reply known(String audience) {
        return FakeProvider.json(
                201,
                Map.of(
                        "status",
                        Map.of(
                                "authenticated",
                                true,
                                "audiences",
                                List.of(audience),
                                "user",
                                Map.of(
                                        "username",
                                        "system:serviceaccount:ci:bot",
                                        "groups",
                                        List.of("system:serviceaccounts")))));
    }

    @BeforeEach
    void start() throws IOException {
        Path own = folder.resolve("own");
        Files.writeString(own, "own-token\n");
        cluster.answer(
                PATH,
                body -> {
                    asked = body;
                    return reply;
                });
        AuthConfig.TokenReview review =
                new AuthConfig.TokenReview(
                        cluster.address(), own, null, "joch", Duration.ofSeconds(30), 3);
        authenticator =
                AccessModule.authenticatorOf(
                        new AuthConfig("default", List.of(), null, null, review), clock);
    }

    @AfterEach
    void stop() {
        authenticator.close();
        cluster.close();
    }

    private Caller authenticate(String token) {
        return authenticator.authenticate(new Credentials.BearerToken(token));
    }

    @Test
    void clusterSaysWhoseTokenItIs() {
        Caller caller = authenticate("sa-token");
        assertThat(caller.getSubject()).isEqualTo("system:serviceaccount:ci:bot");
        assertThat(caller.getMethod()).isEqualTo("token-review");
        assertThat(caller.getTenant()).isEqualTo("default");
        assertThat(asked).contains("\"token\":\"sa-token\"").contains("\"audiences\":[\"joch\"]");
    }

    @Test
    void answerIsRememberedForAShortTimeOnly() {
        authenticate("sa-token");
        authenticate("sa-token");
        assertThat(cluster.calls(PATH)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(31));
        authenticate("sa-token");
        assertThat(cluster.calls(PATH)).isEqualTo(2);
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 5; i++) {
            authenticate("token-" + i);
        }
        authenticate("token-0");
        assertThat(cluster.calls(PATH)).isEqualTo(6);
    }

    @Test
    void unknownTokenIsRefused() {
        reply =
                FakeProvider.json(
                        201, Map.of("status", Map.of("authenticated", false, "error", "no")));
        assertThatThrownBy(() -> authenticate("sa-token"))
                .hasMessageStartingWith("UNAUTHENTICATED");
        reply = known("joch");
        clock.advance(Duration.ofSeconds(6));
        assertThat(authenticate("sa-token").getMethod()).isEqualTo("token-review");
    }

    @Test
    void tokenForSomebodyElseIsRefused() {
        reply = known("other");
        assertThatThrownBy(() -> authenticate("sa-token")).hasMessageStartingWith("TOKEN_AUDIENCE");
    }

    @Test
    void clusterThatCannotAnswerMakesUsUnavailableAndIsAskedAgain() {
        for (FakeProvider.Reply broken :
                List.of(
                        new FakeProvider.Reply(403, "{}"),
                        new FakeProvider.Reply(201, "not json"),
                        new FakeProvider.Reply(
                                201,
                                "{\"status\":{\"authenticated\":true}}"
                                        .replace("}}", ",\"audiences\":[\"joch\"]}}")),
                        new FakeProvider.Reply(201, "{\"x\":\"" + "y".repeat(2_000_000) + "\"}"))) {
            reply = broken;
            assertThatThrownBy(() -> authenticate("sa-token"))
                    .hasMessageStartingWith("IDENTITY_PROVIDER_UNAVAILABLE");
        }
        reply = known("joch");
        assertThat(authenticate("sa-token").getMethod()).isEqualTo("token-review");
    }
}
