package dev.joch.runtime;

import java.util.List;

/**
 * A program.
 *
 * @param image what it is in; a runtime without images starts the program of its own machine
 * @param command the words; empty is what the image says
 */
public record Program(String image, List<String> command) {

    public Program {
        command = List.copyOf(command);
        if (image.isEmpty() && command.isEmpty()) {
            throw new IllegalArgumentException("a program has an image, a command, or both");
        }
        if (command.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("a word of a command holds no NUL");
        }
    }

    public static Program command(String... words) {
        return new Program("", List.of(words));
    }
}
