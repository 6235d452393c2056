package dev.joch.service.telemetry;

import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** All metrics of this process, as Prometheus reads them. */
public final class MetricsPage {

    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final int USUAL_BYTES = 16 * 1024;

    private final PrometheusMetricReader reader;
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    MetricsPage(PrometheusMetricReader reader) {
        this.reader = reader;
    }

    public byte[] text() {
        ByteArrayOutputStream page = new ByteArrayOutputStream(USUAL_BYTES);
        try {
            writer.write(page, reader.collect(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException("memory took no bytes", e);
        }
        return page.toByteArray();
    }
}
