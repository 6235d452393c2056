package dev.joch.service.telemetry;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How long the calls took that a process answered, by method and code. */
final class CallDurations {

    private static final List<Double> SECONDS =
            List.of(
                    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0,
                    10.0, 30.0);
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Kind(String method, Status.Code code) {}

    private final DoubleHistogram histogram;

    /** As many as the contract has methods, times the codes. */
    private final Map<Kind, Attributes> attributes = new ConcurrentHashMap<>();

    CallDurations(OpenTelemetry telemetry) {
        this.histogram =
                telemetry
                        .getMeter(Telemetry.SCOPE)
                        .histogramBuilder("rpc.server.call.duration")
                        .setUnit("s")
                        .setDescription("How long answered calls took")
                        .setExplicitBucketBoundariesAdvice(SECONDS)
                        .build();
    }

    void record(MethodDescriptor<?, ?> method, Status.Code code, long nanos) {
        histogram.record(
                nanos / NANOS,
                attributes.computeIfAbsent(
                        new Kind(method.getFullMethodName(), code),
                        kind ->
                                Attributes.of(
                                        Rpc.SYSTEM,
                                        Rpc.GRPC,
                                        Rpc.METHOD,
                                        kind.method(),
                                        Rpc.STATUS,
                                        kind.code().name())));
    }
}
