package dev.joch.service.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line of a service says. Pure.
 *
 * @param files of configuration; later ones win
 * @param keys of configuration that options stand for
 * @param help whether the usage is all that is wanted
 */
record StartOptions(List<Path> files, Map<String, Object> keys, boolean help) {

    private static final String CONFIG = "--config";
    private static final String HELP = "--help";

    StartOptions {
        files = List.copyOf(files);
        keys = Map.copyOf(keys);
    }

    /** Reads {@code --name value} and {@code --name=value}. */
    static StartOptions read(String service, List<StartOption> own, List<String> arguments) {
        List<Path> files = new ArrayList<>();
        Map<String, Object> keys = new HashMap<>();
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals(HELP) || word.equals("-h")) {
                return new StartOptions(List.of(), Map.of(), true);
            }
            int sign = word.indexOf('=');
            String name = sign < 0 ? word : word.substring(0, sign);
            Optional<StartOption> option =
                    own.stream().filter(each -> each.name().equals(name)).findFirst();
            if (option.isEmpty() && !name.equals(CONFIG)) {
                throw new IllegalArgumentException(service + " has no option " + word);
            }
            String value =
                    sign >= 0 ? word.substring(sign + 1) : words.hasNext() ? words.next() : "";
            if (value.isBlank()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            option.ifPresentOrElse(
                    each -> keys.put(each.key(), value), () -> files.add(Path.of(value)));
        }
        return new StartOptions(files, keys, false);
    }

    static String usage(String service, List<StartOption> own) {
        StringBuilder text = new StringBuilder("usage: " + service + " [--config FILE]...");
        own.forEach(option ->
                text.append(" [")
                        .append(option.name())
                        .append('=')
                        .append(option.word())
                        .append(']'));
        text.append('\n');
        line(
                text,
                CONFIG + " FILE",
                "configuration (YAML); may be given several times, later ones win");
        own.forEach(option -> line(text, option.name() + "=" + option.word(), option.help()));
        line(text, HELP, "prints this");
        return text.toString();
    }

    private static void line(StringBuilder text, String option, String help) {
        text.append("  %-24s %s%n".formatted(option, help));
    }
}
