package dev.joch.service.telemetry;

import io.grpc.Channel;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.InternalTelemetryVersion;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The SDK of OpenTelemetry, put together by hand: looking for its parts on the class path would
 * cost every cold start.
 */
public final class Telemetry implements AutoCloseable {

    /** Name under which the parts of Joch that every service has measure and trace. */
    static final String SCOPE = "dev.joch.service";

    /** The SDK's own buckets are for milliseconds: most of Joch would be in the first one. */
    private static final List<Double> SECONDS =
            List.of(
                    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.015, 0.02, 0.025, 0.035, 0.05, 0.06, 0.1,
                    0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** Somebody may look at a run as soon as it has ended. */
    private static final Duration RUNS_EVERY = Duration.ofMillis(200);

    private static final long FAREWELL_SECONDS = 3;

    private final OpenTelemetrySdk sdk;
    private final MetricsPage page;
    private final HeadSampling head;

    private Telemetry(OpenTelemetrySdk sdk, MetricsPage page, HeadSampling head) {
        this.sdk = sdk;
        this.page = page;
        this.head = head;
    }

    /** Without a trace service. */
    public static Telemetry of(
            TelemetryConfig config, String instance, Map<String, String> environment) {
        return of(config, instance, environment, Optional.empty());
    }

    /**
     * @param instance tells this process from all others of its name
     * @param environment for {@code OTEL_RESOURCE_ATTRIBUTES}
     * @param trace the channel to the trace service, which takes the spans of runs
     */
    public static Telemetry of(
            TelemetryConfig config,
            String instance,
            Map<String, String> environment,
            Optional<Supplier<Channel>> trace) {
        Resource resource = resource(config.service(), instance, environment);
        PrometheusMetricReader reader = PrometheusMetricReader.create();
        SdkMeterProvider meters =
                SdkMeterProvider.builder()
                        .setResource(resource)
                        .registerMetricReader(reader)
                        .registerView(
                                InstrumentSelector.builder()
                                        .setType(InstrumentType.HISTOGRAM)
                                        .setUnit("s")
                                        .build(),
                                View.builder()
                                        .setAggregation(
                                                Aggregation.explicitBucketHistogram(SECONDS))
                                        .build())
                        .build();
        Sampler begun =
                config.exports() ? Sampler.traceIdRatioBased(config.ratio()) : Sampler.alwaysOff();
        Sampler usual = Sampler.parentBased(begun);
        SdkTracerProviderBuilder traces =
                SdkTracerProvider.builder()
                        .setResource(resource)
                        .setSampler(trace.isPresent() ? new RunSpans.Chosen(usual) : usual);
        trace.ifPresent(channel ->
                traces.addSpanProcessor(
                        BatchSpanProcessor.builder(new RunSpans(channel, PATIENCE))
                                .setMaxQueueSize(config.queue())
                                .setMaxExportBatchSize(config.batch())
                                .setScheduleDelay(RUNS_EVERY)
                                .setExporterTimeout(PATIENCE)
                                .build()));
        traces.addSpanProcessor(config.exports() ? processor(config, meters) : new NothingKept());
        OpenTelemetrySdk sdk =
                OpenTelemetrySdk.builder()
                        .setTracerProvider(traces.build())
                        .setMeterProvider(meters)
                        .setPropagators(
                                ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                        .build();
        JvmMetrics.in(sdk);
        PoolMetrics.in(sdk);
        return new Telemetry(sdk, new MetricsPage(reader), new HeadSampling(begun));
    }

    private static BatchSpanProcessor processor(TelemetryConfig config, SdkMeterProvider meters) {
        OtlpGrpcSpanExporterBuilder exporter =
                OtlpGrpcSpanExporter.builder()
                        .setEndpoint(config.endpoint())
                        .setTimeout(PATIENCE)
                        .setConnectTimeout(PATIENCE)
                        .setMeterProvider(meters);
        config.headers().forEach(exporter::addHeader);
        return BatchSpanProcessor.builder(exporter.build())
                .setMaxQueueSize(config.queue())
                .setMaxExportBatchSize(config.batch())
                .setScheduleDelay(EVERY)
                .setExporterTimeout(PATIENCE)
                .setMeterProvider(meters)
                .setInternalTelemetryVersion(InternalTelemetryVersion.LATEST)
                .build();
    }

    private static Resource resource(
            String service, String instance, Map<String, String> environment) {
        AttributesBuilder attributes =
                Attributes.builder()
                        .put("service.name", service)
                        .put("service.namespace", "joch")
                        .put("service.instance.id", instance)
                        .put("process.pid", ProcessHandle.current().pid());
        String version = Telemetry.class.getPackage().getImplementationVersion();
        if (version != null) {
            attributes.put("service.version", version);
        }
        TelemetryConfig.pairs(environment.getOrDefault("OTEL_RESOURCE_ATTRIBUTES", ""))
                .forEach(attributes::put);
        return Resource.getDefault().merge(Resource.create(attributes.build()));
    }

    public OpenTelemetry openTelemetry() {
        return sdk;
    }

    public MetricsPage page() {
        return page;
    }

    /** For the face to the outside, which decides itself what is sampled. */
    public ServerInterceptor edge() {
        return new TraceServerInterceptor(sdk, head::decide);
    }

    /** Sends what it has, and waits for it, for a moment. */
    void flush() {
        sdk.getSdkTracerProvider().forceFlush().join(FAREWELL_SECONDS, TimeUnit.SECONDS);
    }

    /** Sends what it still has, for a moment. */
    @Override
    public void close() {
        sdk.shutdown().join(FAREWELL_SECONDS, TimeUnit.SECONDS);
    }
}
