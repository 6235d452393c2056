package dev.joch.resource.text;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.util.Locale;
import java.util.Optional;

/**
 * What the YAML parser did not understand.
 *
 * @param line counted from 0 where the parser began
 */
record YamlMistake(int line, int column, String message) {

    static YamlMistake of(YamlEngineException e, int documentLine) {
        if (!(e instanceof MarkedYamlEngineException marked)) {
            return new YamlMistake(documentLine, 0, Shown.clean(String.valueOf(e.getMessage())));
        }
        Optional<Mark> mark = marked.getProblemMark().or(marked::getContextMark);
        String context = Optional.ofNullable(marked.getContext()).orElse("");
        String problem = Optional.ofNullable(marked.getProblem()).orElse("");
        String message =
                context.isEmpty() || problem.isEmpty()
                        ? context + problem
                        : context + ": " + problem;
        return new YamlMistake(
                mark.map(Mark::getLine).orElse(documentLine),
                mark.map(Mark::getColumn).orElse(0),
                oneLine(message));
    }

    /** The text ends within an escape such as {@code \x41}. */
    static YamlMistake cutOff(String text) {
        int line = (int) text.chars().filter(c -> c == '\n').count();
        int column = text.length() - 1 - text.lastIndexOf('\n');
        return new YamlMistake(line, column, "the text ends within an escape");
    }

    void report(Findings findings, int firstLine) {
        findings.error(
                DecodeReason.MALFORMED_YAML,
                line + firstLine,
                column + 1,
                "",
                "this is not YAML: " + message,
                fix());
    }

    private String fix() {
        String words = message.toLowerCase(Locale.ROOT);
        if (words.contains("within an escape")) {
            return "finish the escape, for example \\x41, and close the quotes";
        }
        if (words.contains("tab")) {
            return "indent with spaces, not with tabs";
        }
        if (words.contains("mapping values are not allowed")) {
            return "check the indentation, or put quotes around text that holds \": \"";
        }
        if (words.contains("could not find expected ':'")) {
            return "write \"key: value\", or indent the line under the text it belongs to";
        }
        if (words.contains("expected <block end>")) {
            return "check the indentation: this line fits no line above";
        }
        return "";
    }

    private static String oneLine(String words) {
        StringBuilder out = new StringBuilder();
        words.codePoints()
                .limit(200)
                .forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return out.toString();
    }
}
