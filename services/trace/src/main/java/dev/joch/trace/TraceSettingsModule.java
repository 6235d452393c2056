package dev.joch.trace;

import dev.joch.service.telemetry.TelemetryConfig;
import dev.joch.trace.export.ExportConfig;
import dev.joch.trace.intake.OtlpConfig;
import dev.joch.trace.log.LogLimits;
import dev.joch.trace.sample.SamplingRules;
import dev.joch.trace.span.Sampling;
import dev.joch.trace.span.SpanLimits;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The keys of {@code joch-trace.yml}, read once. */
@Factory
@Requires(property = "joch-runs.trace")
final class TraceSettingsModule {

    @Singleton
    OtlpConfig otlp(
            @Property(name = "joch.trace.otlp.host") String host,
            @Property(name = "joch.trace.otlp.grpc-port") int grpcPort,
            @Property(name = "joch.trace.otlp.http-port") int httpPort,
            @Property(name = "joch.trace.otlp.max-request-bytes") int maxRequestBytes,
            @Property(name = "joch.trace.otlp.max-waiting-bytes") long maxWaitingBytes) {
        return new OtlpConfig(host, grpcPort, httpPort, maxRequestBytes, maxWaitingBytes);
    }

    @Singleton
    WriteConfig write(
            @Property(name = "joch.trace.write.max-waiting") int maxWaiting,
            @Property(name = "joch.trace.write.max-group") int maxGroup) {
        return new WriteConfig(maxWaiting, maxGroup);
    }

    @Singleton
    SpanLimits spans(
            @Property(name = "joch.trace.spans.max-per-trace") int perTrace,
            @Property(name = "joch.trace.spans.max-trace-bytes") long traceBytes,
            @Property(name = "joch.trace.spans.max-span-bytes") int spanBytes,
            @Property(name = "joch.trace.spans.max-attribute-bytes") int attributeBytes,
            @Property(name = "joch.trace.spans.max-attributes") int attributes,
            @Property(name = "joch.trace.spans.max-events") int events) {
        return new SpanLimits(perTrace, traceBytes, spanBytes, attributeBytes, attributes, events);
    }

    @Singleton
    LogLimits logs(
            @Property(name = "joch.trace.logs.max-bytes") long bytes,
            @Property(name = "joch.trace.logs.max-followers") int followers,
            @Property(name = "joch.trace.logs.heartbeat") Duration heartbeat) {
        return new LogLimits(bytes, followers, heartbeat);
    }

    @Singleton
    SamplingRules sampling(
            @Property(name = "joch.trace.sampling.default") String usual,
            @Property(name = "joch.trace.sampling.environments") String environments,
            @Property(name = "joch.trace.sampling.head-ratio") double headRatio) {
        Map<String, Sampling> byEnvironment = new HashMap<>();
        TelemetryConfig.pairs(environments)
                .forEach((name, mode) -> byEnvironment.put(name, Sampling.of(mode)));
        return new SamplingRules(Sampling.of(usual), byEnvironment, headRatio);
    }

    @Singleton
    ExportConfig export(
            @Property(name = "joch.trace.export.endpoint") String endpoint,
            @Property(name = "joch.trace.export.headers") String headers,
            @Property(name = "joch.trace.export.compression") String compression,
            @Property(name = "joch.trace.export.batch") int batch,
            @Property(name = "joch.trace.export.timeout") Duration timeout,
            @Property(name = "joch.trace.export.first-pause") Duration firstPause,
            @Property(name = "joch.trace.export.longest-pause") Duration longestPause) {
        return new ExportConfig(
                endpoint,
                TelemetryConfig.pairs(headers),
                compression,
                batch,
                timeout,
                firstPause,
                longestPause);
    }
}
