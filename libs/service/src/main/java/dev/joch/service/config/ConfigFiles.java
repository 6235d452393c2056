package dev.joch.service.config;

import io.micronaut.context.env.PropertySource;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads configuration files into flat keys. */
public final class ConfigFiles {

    private ConfigFiles() {}

    /** The defaults of a service: {@code joch-<service>.yml} on the class path. */
    public static Map<String, Object> defaults(String service) {
        String file = "joch-" + service + ".yml";
        try (InputStream in = ConfigFiles.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            return flat(load(in));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /** Those libraries that this process has, of which each has defaults like a service. */
    public static List<String> libraries(List<String> names) {
        return names.stream()
                .filter(name ->
                        ConfigFiles.class.getClassLoader().getResource("joch-" + name + ".yml")
                                != null)
                .toList();
    }

    /** A file the operator named. */
    public static Map<String, Object> file(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Object tree = load(in);
            if (tree != null && !(tree instanceof Map)) {
                throw new IllegalArgumentException(
                        file + " holds no keys; write `joch:` and the keys below it, as YAML");
            }
            return flat(tree);
        } catch (IOException e) {
            throw new UncheckedIOException("configuration file " + file + " cannot be read", e);
        } catch (YAMLException e) {
            throw new IllegalArgumentException(
                    file
                            + " is not YAML: "
                            + String.valueOf(e.getMessage()).replaceAll("\\s+", " "),
                    e);
        }
    }

    /** Sources by rising precedence. */
    public static PropertySource source(String name, Map<String, Object> keys, int position) {
        return PropertySource.of(name, keys, position);
    }

    private static @Nullable Object load(InputStream in) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options)).load(in);
    }

    private static Map<String, Object> flat(@Nullable Object tree) {
        Map<String, Object> keys = new LinkedHashMap<>();
        flatten("", tree, keys);
        return keys;
    }

    private static void flatten(String path, @Nullable Object node, Map<String, Object> keys) {
        if (node instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, value) ->
                    flatten(path.isEmpty() ? String.valueOf(key) : path + "." + key, value, keys));
        } else if (node instanceof List<?> list) {
            keys.put(path, list);
        } else if (!path.isEmpty()) {
            keys.put(path, node == null || node instanceof Map ? "" : node);
        }
    }
}
