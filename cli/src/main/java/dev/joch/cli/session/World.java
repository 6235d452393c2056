package dev.joch.cli.session;

import dev.joch.cli.config.Places;
import dev.joch.cli.output.Screen;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * All that is outside the command line.
 *
 * @param folder where it was called
 * @param home folder of the user
 */
public record World(
        Screen screen,
        Map<String, String> environment,
        Path folder,
        Path home,
        InstantSource clock) {

    public World {
        environment = Map.copyOf(environment);
    }

    public Places places() {
        return Places.of(environment, home);
    }

    /** The value of a variable; empty when it is not set. */
    public String variable(String name) {
        return environment.getOrDefault(name, "");
    }
}
