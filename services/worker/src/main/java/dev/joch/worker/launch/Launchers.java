package dev.joch.worker.launch;

import dev.joch.resource.v1alpha1.ManifestFramework;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Launchers by the word of the framework. */
public final class Launchers {

    private final Map<String, Launcher> byFramework = new TreeMap<>();

    public Launchers(List<Launcher> launchers) {
        launchers.stream()
                .filter(Launcher::available)
                .forEach(launcher ->
                        launcher.frameworks().forEach(word -> byFramework.put(word, launcher)));
    }

    /** Those of this machine. */
    public static Launchers of(CodeFolder code, AdapterFiles adapters, Interpreters commands) {
        return new Launchers(
                List.of(
                        new CommandLauncher(code),
                        new JavaLauncher(
                                code,
                                adapters.javaLibrary(),
                                Path.of(System.getProperty("java.home"))),
                        new PythonLauncher(
                                code,
                                commands.python(),
                                adapters.pythonLibrary(),
                                adapters.pythonCache()),
                        new NodeLauncher(code, commands.node(), adapters.nodeRunner())));
    }

    /** Words of the frameworks that can be started here. */
    public List<String> frameworks() {
        return List.copyOf(byFramework.keySet());
    }

    public Launch plan(ManifestFramework framework, long memoryBytes) {
        @Nullable Launcher launcher = byFramework.get(framework.getFramework());
        return launcher == null
                ? new Launch.NoAdapter(
                        "this worker cannot start agents of framework "
                                + framework.getFramework()
                                + "; it can start "
                                + String.join(", ", byFramework.keySet()))
                : launcher.plan(framework, memoryBytes);
    }
}
