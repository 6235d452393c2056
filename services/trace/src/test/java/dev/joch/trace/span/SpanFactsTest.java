package dev.joch.trace.span;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.trace.Spans;

import io.opentelemetry.proto.trace.v1.Span;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

final class SpanFactsTest {

    @ParameterizedTest
    @CsvSource({
        "Execution,,EXECUTION",
        "AgentRun,,AGENT_RUN",
        "ModelCall gpt-x,,MODEL_CALL",
        "chat gpt-x,chat,MODEL_CALL",
        "execute_tool search,execute_tool,TOOL_CALL",
        "Handoff,,HANDOFF",
        "KnowledgeRetrieval,,KNOWLEDGE_RETRIEVAL",
        "GET /orders,,OTHER",
        "ModelCalls,,OTHER"
    })
    void theSortIsInTheNameOrTheOperation(String name, String operation, SpanSort sort) {
        Span.Builder span = Spans.span(1, 1, 2, name);
        if (operation != null) {
            Spans.with(span, Map.of("gen_ai.operation.name", operation));
        }
        assertThat(SpanFacts.of(span.build()).sort()).isEqualTo(sort);
    }

    @Test
    void errorsDenialsAndAnomaliesAreRemarkable() {
        assertThat(SpanFacts.of(Spans.span(1, 1, 2, "x").build()).remarkable()).isFalse();
        assertThat(SpanFacts.of(Spans.failed(Spans.span(1, 1, 2, "x")).build()))
                .matches(facts -> facts.remarkable() && facts.error());
        assertThat(
                        SpanFacts.of(
                                Spans.with(
                                                Spans.span(1, 1, 2, "HookDecision"),
                                                Map.of("joch.hook.decision", "deny"))
                                        .build()))
                .matches(facts -> facts.remarkable() && !facts.error());
        assertThat(
                        SpanFacts.of(
                                        Spans.span(1, 1, 2, "x")
                                                .addEvents(
                                                        Span.Event.newBuilder()
                                                                .setName("joch.mcp.schema_drift"))
                                                .build())
                                .remarkable())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0.25,250000", "1e-6,1", "-3,0", "NaN,0", "much,0", "1e300,0"})
    void whatItCostIsCountedInMicroDollarsOrNotAtAll(String said, long micro) {
        Span span =
                Spans.with(
                                Spans.span(1, 1, 2, "ModelCall"),
                                Map.of("joch.modelcall.cost_usd", said))
                        .build();
        assertThat(SpanFacts.of(span).costMicroUsd()).isEqualTo(micro);
    }

    @Test
    void namesThatTheDatabaseCannotHoldAreNone() {
        Span span =
                Spans.with(
                                Spans.span(1, 1, 0, "x"),
                                Map.of(
                                        "joch.agent.name",
                                        "a\0b",
                                        "joch.environment",
                                        "x".repeat(300)))
                        .build();
        assertThat(SpanFacts.of(span).agent()).isEmpty();
        assertThat(SpanFacts.of(span).environment()).isEmpty();
        assertThat(SpanFacts.of(span).root()).isTrue();
    }
}
