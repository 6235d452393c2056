package dev.joch.apiserver.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;

import dev.joch.api.v1.WebhookHeaders;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** The example of the libraries of Standard Webhooks, right and spoilt. */
final class WebhookRulesTest {

    private static final byte[] KEY =
            Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final ByteString BODY = ByteString.copyFromUtf8("{\"test\": 2432232314}");
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final WebhookHeaders HEADERS =
            WebhookHeaders.newBuilder()
                    .setId("msg_p5jXN8AQM9LWM0D4loKWxJek")
                    .setTimestamp("1614265330")
                    .setSignature(SIGNATURE)
                    .build();

    private static boolean signed(WebhookHeaders.Builder headers) {
        return WebhookRules.signed(KEY, headers.build(), BODY);
    }

    @Test
    void theSignatureOfTheStandardIsTaken() {
        assertThat(signed(HEADERS.toBuilder())).isTrue();
        assertThat(WebhookRules.signed(new byte[32], HEADERS, BODY)).isFalse();
        assertThat(WebhookRules.signed(KEY, HEADERS, BODY.concat(BODY))).isFalse();
        assertThat(signed(HEADERS.toBuilder().setId("msg_other"))).isFalse();
        assertThat(signed(HEADERS.toBuilder().setTimestamp("1614265331"))).isFalse();
    }

    @Test
    void oneRightSignatureAmongSeveralIsEnough() {
        assertThat(signed(HEADERS.toBuilder().setSignature("v1,AAAA v2,x " + SIGNATURE))).isTrue();
        assertThat(signed(HEADERS.toBuilder().setSignature("v1,AAAA ".repeat(8) + SIGNATURE)))
                .as("beyond those that are looked at")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1,",
                "v1,***",
                "v1",
                "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
            })
    void whatIsNoSignatureFitsNothing(String signature) {
        assertThat(signed(HEADERS.toBuilder().setSignature(signature))).isFalse();
    }

    @Test
    void idsThatCouldBeReadInTwoWaysAreRefused() {
        for (String id : new String[] {"", "a.1614265330", "a b", "x".repeat(256)}) {
            WebhookHeaders headers = HEADERS.toBuilder().setId(id).build();
            String right =
                    "v1,"
                            + Base64.getEncoder()
                                    .encodeToString(WebhookRules.signature(KEY, headers, BODY));
            assertThat(signed(headers.toBuilder().setSignature(right))).as(id).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1614265330, true",
        "1614265030, true",
        "1614265029, false",
        "1614265630, true",
        "1614265631, false",
        "'', false",
        "-1614265330, false",
        "1614265330.0, false",
        "9999999999999999999999, false",
    })
    void aRequestIsGoodForAWhile(String time, boolean fresh) {
        assertThat(
                        WebhookRules.fresh(
                                HEADERS.toBuilder().setTimestamp(time).build(),
                                Instant.ofEpochSecond(1_614_265_330L),
                                Duration.ofMinutes(5)))
                .isEqualTo(fresh);
    }
}
