package dev.joch.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the configuration file says.
 *
 * @param current name of the context in use; empty when none is
 * @param contexts all of them, in the order of the file
 */
public record Configuration(String current, List<Context> contexts) {
    public static final Configuration EMPTY = new Configuration("", List.of());

    public Configuration {
        contexts = List.copyOf(contexts);
    }

    public Optional<Context> context(String name) {
        return contexts.stream().filter(context -> context.name().equals(name)).findFirst();
    }

    public List<String> names() {
        return contexts.stream().map(Context::name).toList();
    }

    public Configuration using(String name) {
        return new Configuration(name, contexts);
    }

    /** With this context added, or in the place of its namesake. */
    public Configuration with(Context context) {
        List<Context> all = new ArrayList<>(contexts);
        int at = names().indexOf(context.name());
        if (at < 0) {
            all.add(context);
        } else {
            all.set(at, context);
        }
        return new Configuration(current, all);
    }

    public Configuration without(String name) {
        List<Context> rest =
                contexts.stream().filter(context -> !context.name().equals(name)).toList();
        return new Configuration(current.equals(name) ? "" : current, rest);
    }
}
