package dev.joch.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.event.v1.AgentCompiled;
import dev.joch.event.v1.AgentName;
import dev.joch.service.id.Ids;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;

class EventsTest {

    private static final Instant NOW = Instant.parse("2026-05-06T07:08:09Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final AgentCompiled MESSAGE =
            AgentCompiled.newBuilder().setDigest("sha256:1").build();

    private final Events events = new Events("compiler", new Ids(CLOCK), CLOCK);

    @Test
    void theContractSaysWhereAMessageTravels() throws Exception {
        Event event = events.of(MESSAGE, "acme/agent/a/b", "acme");
        assertThat(event.topic()).isEqualTo("joch.resources.v1");
        assertThat(event.type()).isEqualTo("joch.event.v1.AgentCompiled");
        assertThat(event.source()).isEqualTo("compiler");
        assertThat(event.time()).isEqualTo(NOW);
        assertThat(event.traceparent()).isEmpty();
        assertThat(AgentCompiled.parseFrom(event.payload())).isEqualTo(MESSAGE);
        assertThat(events.of(MESSAGE, "k", "t").id()).isNotEqualTo(event.id());
    }

    @Test
    void aMessageThatDoesNotTravelIsRefused() {
        assertThatThrownBy(() -> events.of(AgentName.getDefaultInstance(), "k", "t"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("joch.event.v1.AgentName is no event");
    }

    @Test
    void theTraceOfTheCauseTravelsAlong() {
        SpanContext cause =
                SpanContext.create(
                        "0af7651916cd43dd8448eb211c80319c",
                        "b7ad6b7169203331",
                        TraceFlags.getSampled(),
                        TraceState.getDefault());
        try (Scope _ = Span.wrap(cause).makeCurrent()) {
            assertThat(events.of(MESSAGE, "k", "t").traceparent())
                    .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        }
    }
}
