package dev.joch.cli.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folders of the command line. {@code JOCH_HOME} puts all of them into one place; otherwise the
 * XDG variables decide.
 *
 * @param config the configuration file
 * @param data folder of a local server, one folder below per server
 */
public record Places(Path config, Path data) {

    public static Places of(Map<String, String> environment, Path userHome) {
        String home = environment.getOrDefault("JOCH_HOME", "");
        if (!home.isEmpty()) {
            Path folder = Path.of(home).toAbsolutePath();
            return new Places(folder.resolve("config.yaml"), folder);
        }
        Path config = xdg(environment, "XDG_CONFIG_HOME", userHome.resolve(".config"));
        Path data = xdg(environment, "XDG_DATA_HOME", userHome.resolve(".local").resolve("share"));
        return new Places(config.resolve("joch").resolve("config.yaml"), data.resolve("joch"));
    }

    private static Path xdg(Map<String, String> environment, String name, Path otherwise) {
        String value = environment.getOrDefault(name, "");
        return value.isEmpty() || !Path.of(value).isAbsolute() ? otherwise : Path.of(value);
    }
}
