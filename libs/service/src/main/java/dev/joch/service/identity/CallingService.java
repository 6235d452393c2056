package dev.joch.service.identity;

import io.grpc.Context;

import java.util.Optional;

/**
 * The service that made the current call, where a network lies between and it has proven itself.
 */
public final class CallingService {

    private static final Context.Key<String> SERVICE = Context.key("joch-calling-service");

    private CallingService() {}

    public static Optional<String> current() {
        return Optional.ofNullable(SERVICE.get());
    }

    static Context with(String service) {
        return Context.current().withValue(SERVICE, service);
    }
}
