package dev.joch.service.telemetry;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How long the calls took that a process answered, by method and code. */
final class CallDurations {

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
