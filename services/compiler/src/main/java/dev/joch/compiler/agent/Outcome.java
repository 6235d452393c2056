package dev.joch.compiler.agent;

import dev.joch.common.v1.Diagnostic;
import dev.joch.compiler.v1.Dependency;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.List;
import java.util.Set;

/** What came of a compilation. */
public sealed interface Outcome {

    /** The environment it was compiled for. */
    String environment();

    /** Errors first; warnings keep nothing from compiling. */
    List<Diagnostic> diagnostics();

    /** Everything that was looked at, by name: 0 as generation stands for what is not there. */
    List<Dependency> dependencies();

    /** Keys whose absence shaped the outcome: worth a second look before it is believed. */
    Set<ResourceKey> doubts();

    /**
     * It compiled.
     *
     * @param digest of the manifest
     */
    record Compiled(
            Resource manifest,
            String digest,
            String environment,
            List<Diagnostic> diagnostics,
            List<Dependency> dependencies,
            Set<ResourceKey> doubts)
            implements Outcome {
        public Compiled {
            diagnostics = List.copyOf(diagnostics);
            dependencies = List.copyOf(dependencies);
            doubts = Set.copyOf(doubts);
        }
    }

    /** It did not. */
    record Failed(
            String environment,
            List<Diagnostic> diagnostics,
            List<Dependency> dependencies,
            Set<ResourceKey> doubts)
            implements Outcome {
        public Failed {
            diagnostics = List.copyOf(diagnostics);
            dependencies = List.copyOf(dependencies);
            doubts = Set.copyOf(doubts);
        }
    }
}
