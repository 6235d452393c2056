package dev.joch.apiserver;

import dev.joch.apiserver.access.AuthenticationInterceptor;
import dev.joch.apiserver.audit.RefusalRecords;
import dev.joch.apiserver.grpc.CallLimits;
import dev.joch.apiserver.grpc.RequestIdInterceptor;
import dev.joch.service.problem.ProblemInterceptor;

import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Everything that may be called from outside, each with all its interceptors: what both faces
 * serve.
 */
final class PublicCalls {

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("call-timer").daemon().factory());
    private final List<ServerInterceptor> interceptors;
    private final List<ServerServiceDefinition> services;

    /**
     * @param trace goes on with the client's trace
     */
    PublicCalls(
            List<BindableService> endpoints,
            AuthenticationInterceptor authentication,
            RefusalRecords records,
            ApiServerConfig config,
            ServerInterceptor trace) {
        // the first one runs first
        this.interceptors =
                List.of(
                        trace,
                        new RequestIdInterceptor(authentication::requestId),
                        new ProblemInterceptor(),
                        new CallLimits(config.calls(), config.callTime(), timer),
                        authentication,
                        records);
        this.services =
                endpoints.stream()
                        .map(BindableService::bindService)
                        .map(this::intercepted)
                        .toList();
    }

    List<ServerServiceDefinition> services() {
        return services;
    }

    ServerServiceDefinition intercepted(ServerServiceDefinition service) {
        return ServerInterceptors.interceptForward(service, interceptors);
    }

    ScheduledExecutorService timer() {
        return timer;
    }
}
