package dev.joch.resourcestore;

import dev.joch.service.process.JochProcess;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The resource store as a process of its own. Arguments are configuration files; later ones win.
 */
public final class ResourceStoreServer {

    private ResourceStoreServer() {}

    public static void main(String[] files) throws InterruptedException {
        List<Path> paths = Arrays.stream(files).map(Path::of).toList();
        JochProcess.start(List.of("resource-store"), paths, Map.of("joch.mesh.split", true))
                .closeOnExit()
                .awaitEnd();
    }
}
