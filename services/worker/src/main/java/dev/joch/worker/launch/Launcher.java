package dev.joch.worker.launch;

import dev.joch.resource.v1alpha1.ManifestFramework;

import java.util.List;

/** Starts agents of one language. */
public interface Launcher {

    /** Words of {@code spec.framework} that it is for. */
    List<String> frameworks();

    /** Whether this machine has what it needs. */
    boolean available();

    /**
     * @param memoryBytes that the program may take; 0 is no limit
     */
    Launch plan(ManifestFramework framework, long memoryBytes);
}
