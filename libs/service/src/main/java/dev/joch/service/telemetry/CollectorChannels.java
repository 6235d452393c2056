package dev.joch.service.telemetry;

import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;

/** Has the exporter send over the gRPC that is here anyway, not over an HTTP library of its own. */
public final class CollectorChannels implements GrpcSenderProvider {

    @Override
    public GrpcSender createSender(GrpcSenderConfig config) {
        return CollectorChannel.to(config);
    }
}
