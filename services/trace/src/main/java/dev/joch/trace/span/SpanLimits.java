package dev.joch.trace.span;

/**
 * How much is kept of spans.
 *
 * @param perTrace most spans of one trace
 * @param traceBytes most bytes of one trace
 * @param spanBytes a larger span is refused
 * @param attributeBytes a longer text is cut
 * @param attributes most of one span, of one event or of a resource
 * @param events most of one span; as many links
 */
public record SpanLimits(
        int perTrace,
        long traceBytes,
        int spanBytes,
        int attributeBytes,
        int attributes,
        int events) {

    public SpanLimits {
        if (perTrace < 1
                || traceBytes < 1
                || spanBytes < 1
                || attributeBytes < 16
                || attributes < 1
                || events < 0) {
            throw new IllegalArgumentException(
                    "joch.trace.spans: limits are at least 1, max-attribute-bytes at least 16");
        }
    }
}
