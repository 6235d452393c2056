package dev.joch.apiserver;

import dev.joch.service.process.JochProcess;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The apiserver as a process of its own. */
public final class ApiServer {

    private static final String CONFIG = "--config";

    private ApiServer() {}

    /** Takes configuration files as {@code --config FILE}, each wins over those before it. */
    public static void main(String[] arguments) throws InterruptedException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!arguments[i].equals(CONFIG) || i + 1 == arguments.length) {
                throw new IllegalArgumentException("usage: ApiServer [--config FILE]...");
            }
            files.add(Path.of(arguments[i + 1]));
        }
        try (JochProcess process =
                JochProcess.start(List.of("apiserver"), files, Map.of()).closeOnExit()) {
            process.awaitEnd();
        }
    }
}
