package dev.joch.worker.launch;

import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.worker.launch.CodeFolder.Found;
import dev.joch.worker.launch.CodeFolder.Missing;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** Any program that keeps the agent contract by itself: {@code entrypoint} is what is executed. */
final class CommandLauncher implements Launcher {

    /** How programs in common languages say that there is no more memory. */
    private static final List<String> OUT_OF_MEMORY =
            List.of(
                    "Cannot allocate memory",
                    "memory exhausted",
                    "std::bad_alloc",
                    "MemoryError",
                    "java.lang.OutOfMemoryError",
                    "JavaScript heap out of memory",
                    "runtime: out of memory");

    private final CodeFolder code;

    CommandLauncher(CodeFolder code) {
        this.code = code;
    }

    @Override
    public List<String> frameworks() {
        return List.of("command");
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public Launch plan(ManifestFramework framework, long memoryBytes) {
        return switch (code.file("framework.entrypoint", framework.getEntrypoint())) {
            case Missing missing -> new Launch.Unstartable(missing.message());
            case Found found when !Files.isExecutable(found.path()) ->
                    new Launch.Unstartable(
                            framework.getEntrypoint()
                                    + " may not be executed; chmod +x it where the worker runs");
            case Found found ->
                    new Launch.Ready(
                            List.of(found.path().toString()), Map.of(), false, OUT_OF_MEMORY);
        };
    }
}
