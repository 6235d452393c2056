package dev.joch.worker.launch;

import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.worker.launch.CodeFolder.Found;
import dev.joch.worker.launch.CodeFolder.Missing;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Agents in Python: {@code pythonModule} is {@code module:attribute}, found from the code folder
 * on; or {@code entrypoint} is a file that has {@code joch_entrypoint}.
 */
final class PythonLauncher implements Launcher {

    private static final String ENTRYPOINT = "joch_entrypoint";

    private static final Pattern MODULE =
            Pattern.compile("[A-Za-z_][\\w]*(\\.[A-Za-z_][\\w]*)*(:[A-Za-z_][\\w]*)?");

    private final CodeFolder code;
    private final Interpreter python;
    private final Path library;
    private final Path cache;

    /**
     * @param library folder that holds the package {@code joch}
     * @param cache where compiled modules are kept: the code folder may be read-only
     */
    PythonLauncher(CodeFolder code, String command, Path library, Path cache) {
        this.code = code;
        this.python = new Interpreter(command, List.of("-c", "import sys; print(sys.executable)"));
        this.library = library;
        this.cache = cache;
    }

    @Override
    public List<String> frameworks() {
        return List.of("custom-python");
    }

    @Override
    public boolean available() {
        return python.available();
    }

    @Override
    public Launch plan(ManifestFramework framework, long memoryBytes) {
        Optional<Path> executable = python.path();
        if (executable.isEmpty()) {
            return new Launch.Unstartable(
                    "this worker has no Python; install python3 or set joch.worker.python");
        }
        String module = framework.getPythonModule();
        if (!module.isEmpty()) {
            return module(executable.get(), module);
        }
        return switch (code.file("framework.entrypoint", framework.getEntrypoint())) {
            case Missing missing -> new Launch.Unstartable(missing.message());
            case Found found -> ready(executable.get(), "--file", found.path() + ":" + ENTRYPOINT);
        };
    }

    private Launch module(Path executable, String module) {
        if (!MODULE.matcher(module).matches()) {
            return new Launch.Unstartable(
                    "framework.pythonModule is " + module + "; write module:attribute");
        }
        if (code.root().isEmpty()) {
            return new Launch.Unstartable(
                    "this worker has no folder with code of agents; set joch.worker.code");
        }
        String named = module.contains(":") ? module : module + ":" + ENTRYPOINT;
        return ready(executable, "--module", named);
    }

    private Launch ready(Path executable, String form, String name) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PYTHONPATH", library + ":" + code.root().orElseThrow());
        environment.put("PYTHONPYCACHEPREFIX", cache.toString());
        environment.put("PYTHONIOENCODING", "utf-8");
        return new Launch.Ready(
                List.of(executable.toString(), "-u", "-m", "joch.run", form, name),
                environment,
                false,
                List.of("MemoryError"));
    }
}
