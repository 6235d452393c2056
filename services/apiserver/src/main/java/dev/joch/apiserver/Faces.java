package dev.joch.apiserver;

import dev.joch.apiserver.access.AuthenticationInterceptor;
import dev.joch.apiserver.access.Authenticator;
import dev.joch.apiserver.access.RefusedCalls;
import dev.joch.apiserver.grpc.GrpcServer;
import dev.joch.apiserver.http.HttpServer;
import dev.joch.apiserver.rest.OpenPages;
import dev.joch.apiserver.rest.PlannedCalls;
import dev.joch.apiserver.rest.RestFace;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;

import javax.net.ssl.SSLException;

/** Puts the two faces in front of the calls. */
final class Faces {

    private static final int METADATA_BYTES = 32 * 1024;

    private Faces() {}

    static GrpcServer grpc(ApiServerConfig config, PublicCalls calls) {
        return new GrpcServer(
                new GrpcServer.Listen(
                        new InetSocketAddress(config.host(), config.grpcPort()),
                        config.certificate(),
                        config.key(),
                        config.reflection(),
                        ApiServerConfig.MAX_MESSAGE_BYTES,
                        METADATA_BYTES),
                calls.services(),
                calls::intercepted);
    }

    static HttpServer http(
            ApiServerConfig config,
            PublicCalls calls,
            OpenPages pages,
            AuthenticationInterceptor authentication,
            Authenticator authenticator,
            RefusedCalls refusals) {
        RestFace face =
                new RestFace(
                        calls.services(),
                        pages,
                        new PlannedCalls(authenticator, refusals),
                        authentication::requestId,
                        calls.timer());
        return new HttpServer(
                new InetSocketAddress(config.host(), config.port()),
                config.http(),
                face,
                tls(config));
    }

    private static @Nullable SslContext tls(ApiServerConfig config) {
        if (config.certificate() == null) {
            return null;
        }
        try {
            return SslContextBuilder.forServer(config.certificate(), config.key()).build();
        } catch (SSLException e) {
            throw new IllegalArgumentException(
                    "the certificate or key in joch.apiserver.tls cannot be used", e);
        }
    }
}
