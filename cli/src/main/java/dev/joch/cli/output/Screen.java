package dev.joch.cli.output;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes.
 *
 * @param out data
 * @param err everything else
 * @param in what is piped in or typed
 * @param outTerminal whether a person looks at {@code out}
 * @param errTerminal whether a person looks at {@code err}
 * @param inTerminal whether a person can be asked
 * @param width columns of the terminal
 */
public record Screen(
        PrintStream out,
        PrintStream err,
        InputStream in,
        boolean outTerminal,
        boolean errTerminal,
        boolean inTerminal,
        int width) {

    /** Prints a line of data. */
    public void line(String text) {
        out.append(text).append('\n');
    }

    /** Tells a person something. */
    public void say(String text) {
        out.flush();
        err.append(text).append('\n');
        err.flush();
    }

    /** Whether the reader of {@code out} has gone away. */
    public boolean gone() {
        return out.checkError();
    }

    /** Whether a question would reach somebody. */
    public boolean canAsk() {
        return inTerminal && errTerminal;
    }

    /** Asks; only an explicit yes is one. */
    public boolean ask(String question) {
        err.append(question).append(" [y/N] ");
        err.flush();
        try {
            String answer =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                            .readLine();
            return answer != null
                    && (answer.strip().equalsIgnoreCase("y")
                            || answer.strip().equalsIgnoreCase("yes"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
