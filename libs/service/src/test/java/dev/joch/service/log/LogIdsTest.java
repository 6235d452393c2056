package dev.joch.service.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.joch.common.v1.Caller;
import dev.joch.service.caller.Callers;
import dev.joch.service.telemetry.TraceParent;

import io.opentelemetry.context.Scope;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class LogIdsTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final LoggerContext context = new LoggerContext();

    LogIdsTest() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    @Test
    void aLineOfJsonNamesTraceSpanAndRequest() throws Exception {
        JsonNode line = new ObjectMapper().readTree(within("json"));
        assertThat(line.path("trace_id").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(line.path("span_id").asText()).isEqualTo("b7ad6b7169203331");
        assertThat(line.path("request_id").asText()).isEqualTo("req-7");
        assertThat(line.path("message").asText()).isEqualTo("it \"happened\"");
        assertThat(line.path("formattedMessage").asText()).isEqualTo("it \"happened\"");
        assertThat(line.path("level").asText()).isEqualTo("WARN");
    }

    @Test
    void aLineOfTextNamesTraceAndRequest() throws Exception {
        assertThat(within("text"))
                .contains(
                        "[trace 0af7651916cd43dd8448eb211c80319c] [request req-7] it \"happened\"");
    }

    @Test
    void outsideOfEverythingNothingIsNamed() throws Exception {
        assertThat(line("text")).doesNotContain("[trace").doesNotContain("[request");
        JsonNode line = new ObjectMapper().readTree(line("json"));
        assertThat(line.has("trace_id")).isFalse();
        assertThat(line.path("message").asText()).isEqualTo("it \"happened\"");
    }

    private String within(String format) throws Exception {
        return Callers.with(Caller.newBuilder().setRequestId("req-7").build())
                .call(() -> {
                    try (Scope trace = TraceParent.parse(PARENT).makeCurrent()) {
                        return line(format);
                    }
                });
    }

    private String line(String format) {
        LoggingEvent event =
                new LoggingEvent(
                        "test",
                        context.getLogger("dev.joch.test"),
                        Level.WARN,
                        "it \"happened\"",
                        null,
                        null);
        return new String(LogSetup.encoder(context, format).encode(event), StandardCharsets.UTF_8);
    }
}
