package dev.joch.service.config;

import io.micronaut.context.env.PropertySource;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

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

    /** A file the operator named. */
    public static Map<String, Object> file(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return flat(load(in));
        } catch (IOException e) {
            throw new UncheckedIOException("configuration file " + file + " cannot be read", e);
        }
    }

    /** Sources by rising precedence. */
    public static PropertySource source(String name, Map<String, Object> keys, int position) {
        return PropertySource.of(name, keys, position);
    }

    private static @Nullable Object load(InputStream in) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
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
