package dev.joch.worker.launch;

import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.worker.launch.CodeFolder.Found;
import dev.joch.worker.launch.CodeFolder.Missing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Agents in JavaScript, and in TypeScript where Node runs it: {@code typescriptModule} is {@code
 * file:export}, or {@code entrypoint} is a file that exports {@code jochEntrypoint}.
 */
final class NodeLauncher implements Launcher {

    private static final String ENTRYPOINT = "jochEntrypoint";

    private static final long MIB = 1024 * 1024;

    private final CodeFolder code;
    private final Interpreter node;
    private final Path runner;

    /**
     * @param runner program of the client library that loads the agent
     */
    NodeLauncher(CodeFolder code, String command, Path runner) {
        this.code = code;
        this.node = new Interpreter(command, List.of("-p", "process.execPath"));
        this.runner = runner;
    }

    @Override
    public List<String> frameworks() {
        return List.of("custom-typescript", "custom-javascript");
    }

    @Override
    public boolean available() {
        return node.available();
    }

    @Override
    public Launch plan(ManifestFramework framework, long memoryBytes) {
        Optional<Path> executable = node.path();
        if (executable.isEmpty()) {
            return new Launch.Unstartable(
                    "this worker has no Node; install node or set joch.worker.node");
        }
        String module = framework.getTypescriptModule();
        int colon = module.lastIndexOf(':');
        String file =
                module.isEmpty()
                        ? framework.getEntrypoint()
                        : colon < 0 ? module : module.substring(0, colon);
        String export = colon < 0 ? ENTRYPOINT : module.substring(colon + 1);
        String field = module.isEmpty() ? "framework.entrypoint" : "framework.typescriptModule";
        return switch (code.file(field, file)) {
            case Missing missing -> new Launch.Unstartable(missing.message());
            case Found found -> ready(executable.get(), found.path(), export, memoryBytes);
        };
    }

    private Launch ready(Path executable, Path file, String export, long memoryBytes) {
        List<String> words = new ArrayList<>();
        words.add(executable.toString());
        if (memoryBytes > 0) {
            words.add("--max-old-space-size=" + Math.max(16, memoryBytes * 3 / 4 / MIB));
        }
        words.add(runner.toString());
        words.add(file.toString());
        words.add(export);
        return new Launch.Ready(words, Map.of(), true, List.of("JavaScript heap out of memory"));
    }
}
