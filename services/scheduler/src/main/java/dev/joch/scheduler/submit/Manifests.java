package dev.joch.scheduler.submit;

import dev.joch.compiler.v1.CompileResult;
import dev.joch.compiler.v1.Manifest;

import java.util.Optional;

/** What the compiler has made of agents. */
public interface Manifests {

    /**
     * The newest manifest of that generation.
     *
     * @param environment empty is the one in which it was compiled last
     */
    Optional<Manifest> newest(
            String tenant, String namespace, String agent, long generation, String environment);

    /** That very manifest. */
    Optional<Manifest> byDigest(String tenant, String namespace, String agent, String digest);

    /** Compiles it as it is stored now, with everything that is wrong with it. */
    CompileResult compile(String tenant, String namespace, String agent, String environment);
}
