package dev.joch.server.split;

import dev.joch.testkit.cluster.ChildCommand;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the controllers are told so that they start workers on this machine. */
final class StartedWorkers {

    private static final String KEYS = "JOCH_CONTROLLER_MANAGER_DEPLOYMENTS_";

    private StartedWorkers() {}

    /**
     * @param worker the program of this build, with all that it needs to know
     */
    static Map<String, String> settings(Path folder, ChildCommand worker) {
        Map<String, String> environment = new TreeMap<>(worker.environment());
        // several run at once, and nobody calls them
        environment.put("JOCH_MESH_PORT", "0");
        return Map.of(
                KEYS + "RUNTIMES",
                "local",
                KEYS + "INSTALLATION",
                "split",
                KEYS + "LOCAL_STATE",
                folder.resolve("runtime").toString(),
                KEYS + "LOCAL_COMMAND",
                String.join(" ", worker.program()) + " " + String.join(" ", worker.arguments()),
                KEYS + "GRACE",
                "10s",
                KEYS + "ENVIRONMENT",
                environment.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining(",")));
    }
}
