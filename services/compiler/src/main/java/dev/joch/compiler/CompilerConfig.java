package dev.joch.compiler;

import dev.joch.compiler.compile.Endpoints;

import java.time.Duration;

/**
 * How the compiler works.
 *
 * @param defaultEnvironment of agents without a label {@code env}; the same as admission's
 * @param endpoints that manifests name
 * @param catchUp how long a request waits for the view to see what the caller has seen
 * @param startPatience how long the start waits for the first view
 */
public record CompilerConfig(
        String defaultEnvironment, Endpoints endpoints, Duration catchUp, Duration startPatience) {

    public CompilerConfig {
        if (defaultEnvironment.isBlank()) {
            throw new IllegalArgumentException("joch.compiler.default-environment must name one");
        }
    }
}
