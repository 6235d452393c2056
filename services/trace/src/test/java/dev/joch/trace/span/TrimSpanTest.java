package dev.joch.trace.span;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.trace.Spans;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Map;

final class TrimSpanTest {

    private static final int BYTES = 64;

    private final TrimSpan trim = new TrimSpan(new SpanLimits(10, 1000, 1000, BYTES, 3, 2));

    @Test
    void whatIsSmallStaysAsItIs() {
        Span span = Spans.span(1, 1, 0, "x").build();
        assertThat(new TrimSpan(new SpanLimits(10, 1000, 1000, 1000, 3, 2)).trim(span))
                .isSameAs(span);
    }

    @Test
    void aLongTextIsCutBetweenCharacters() {
        Span span = Spans.with(Spans.span(1, 1, 0, "x"), Map.of("key", "ä".repeat(200))).build();
        String text = trim.trim(span).getAttributes(0).getValue().getStringValue();
        assertThat(text).endsWith("ä…");
        assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(BYTES);
    }

    @Test
    void whatIsTooManyIsCountedAndOursStay() {
        Span.Builder span = Spans.span(1, 1, 0, "x");
        for (int i = 0; i < 5; i++) {
            span.addAttributes(Spans.text("other" + i, "v"));
            span.addEvents(Span.Event.newBuilder().setName("event" + i));
        }
        span.addAttributes(Spans.text("joch.tool.name", "search"));
        Span trimmed = trim.trim(span.build());
        assertThat(trimmed.getAttributesList())
                .extracting(KeyValue::getKey)
                .containsExactly("other0", "other1", "joch.tool.name");
        assertThat(trimmed.getDroppedAttributesCount()).isEqualTo(3);
        assertThat(trimmed.getEventsCount()).isEqualTo(2);
        assertThat(trimmed.getDroppedEventsCount()).isEqualTo(3);
    }

    @Test
    void listsKeepWhatFits() {
        ArrayValue.Builder list = ArrayValue.newBuilder();
        for (int i = 0; i < 100; i++) {
            list.addValues(AnyValue.newBuilder().setStringValue("value" + i));
        }
        Span span =
                Spans.span(1, 1, 0, "x")
                        .addAttributes(
                                KeyValue.newBuilder()
                                        .setKey("list")
                                        .setValue(AnyValue.newBuilder().setArrayValue(list)))
                        .build();
        AnyValue kept = trim.trim(span).getAttributes(0).getValue();
        assertThat(kept.getArrayValue().getValuesCount()).isBetween(1, 10);
    }
}
