package dev.joch.resource.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes everything that is generated from the contract and checked in. A test compares it, and
 * calls this with {@code -Dgolden=overwrite}.
 */
public final class GenerateReference {
    private static final String CRDS = "deploy/k8s/crds/";
    private static final String SCHEMAS = "docs/reference/schemas/";
    private static final String OPENAPI = "docs/reference/openapi.json";

    private GenerateReference() {}

    /**
     * Writes below the project's root, which is the only argument; the working folder without one.
     */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments.length == 0 ? "" : arguments[0]);
        for (Map.Entry<String, String> file : files().entrySet()) {
            Path path = root.resolve(file.getKey());
            Path folder = path.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(path, file.getValue());
        }
    }

    /** All files by their paths from the project's root. */
    public static Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        CrdWriter.all().forEach((name, content) -> files.put(CRDS + name, content));
        JsonSchemaWriter.all().forEach((name, content) -> files.put(SCHEMAS + name, content));
        files.put(OPENAPI, OpenApiWriter.json());
        return files;
    }
}
