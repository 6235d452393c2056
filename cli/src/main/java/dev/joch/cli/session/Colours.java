package dev.joch.cli.session;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.output.Paint;

import java.util.Map;

/**
 * Decides whether to colour: an explicit wish first, then what the environment says, then whether
 * somebody looks.
 */
final class Colours {

    private Colours() {}

    static Paint of(Arguments arguments, Map<String, String> environment, boolean terminal) {
        String wish = arguments.value("--color", "auto");
        if (arguments.has("--no-color") || wish.equals("never")) {
            return new Paint(false);
        }
        if (wish.equals("always")) {
            return new Paint(true);
        }
        boolean refused =
                set(environment, "NO_COLOR")
                        || set(environment, "JOCH_NO_COLOR")
                        || environment.getOrDefault("TERM", "").equals("dumb");
        return new Paint(!refused && (terminal || set(environment, "CLICOLOR_FORCE")));
    }

    private static boolean set(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isEmpty();
    }
}
