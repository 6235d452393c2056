package dev.joch.compiler.compile;

import dev.joch.common.v1.Diagnostic;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of an agent in an environment. */
public sealed interface Compilation {

    /** Errors and warnings. */
    List<Diagnostic> findings();

    /**
     * Everything that was looked at, in that order, with the generation that was found; 0 where
     * nothing was.
     */
    Map<ResourceKey, Long> dependencies();

    /** Newest revision among what was looked at: a later look never has an older one. */
    long inputRevision();

    /**
     * It compiled; the findings are warnings.
     *
     * @param manifest named {@code <agent>-g<generation>}
     * @param digest {@code sha256:} and the digest of its spec
     */
    record Compiled(
            Resource manifest,
            String digest,
            List<Diagnostic> findings,
            Map<ResourceKey, Long> dependencies,
            long inputRevision)
            implements Compilation {

        public Compiled {
            findings = List.copyOf(findings);
            dependencies = ordered(dependencies);
        }
    }

    /** It did not; at least one finding is an error. */
    record Refused(
            List<Diagnostic> findings, Map<ResourceKey, Long> dependencies, long inputRevision)
            implements Compilation {

        public Refused {
            findings = List.copyOf(findings);
            dependencies = ordered(dependencies);
        }
    }

    private static Map<ResourceKey, Long> ordered(Map<ResourceKey, Long> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
