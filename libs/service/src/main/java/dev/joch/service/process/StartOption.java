package dev.joch.service.process;

/**
 * An option of one service's command that stands for a configuration key.
 *
 * @param name as it is written, {@code --controllers}
 * @param word for its value in the usage, {@code KINDS}
 * @param key that it sets, over files and environment
 * @param help what it does, in one line
 */
public record StartOption(String name, String word, String key, String help) {

    public StartOption {
        if (!name.startsWith("--") || name.contains("=")) {
            throw new IllegalArgumentException(name + " is not the name of an option");
        }
    }
}
