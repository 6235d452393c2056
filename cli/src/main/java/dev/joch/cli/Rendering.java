package dev.joch.cli;

import dev.joch.cli.output.Paint;
import dev.joch.cli.session.World;

import java.util.List;

/**
 * How a failure is shown. It is read off the words themselves, because what failed may be the
 * reading of the options.
 *
 * @param forPrograms as JSON
 * @param debug with a stack trace
 */
record Rendering(boolean forPrograms, boolean debug, Paint paint) {

    static Rendering of(List<String> words, World world) {
        String output = world.variable("JOCH_OUTPUT");
        boolean never = words.contains("--no-color") || words.contains("--color=never");
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                break;
            }
            if (word.startsWith("--output=")) {
                output = word.substring("--output=".length());
            } else if ((word.equals("-o") || word.equals("--output")) && i + 1 < words.size()) {
                output = words.get(i + 1);
            } else if (word.startsWith("-o") && word.length() > 2) {
                output = word.substring(word.charAt(2) == '=' ? 3 : 2);
            }
        }
        boolean plain =
                never
                        || !world.variable("NO_COLOR").isEmpty()
                        || !world.variable("JOCH_NO_COLOR").isEmpty()
                        || world.variable("TERM").equals("dumb")
                        || !world.screen().errTerminal();
        String debug = world.variable("JOCH_DEBUG");
        return new Rendering(
                output.equals("json") || output.equals("jsonl"),
                words.contains("--debug")
                        || !(debug.isEmpty() || debug.equals("0") || debug.equals("false")),
                new Paint(!plain || words.contains("--color=always")));
    }
}
