package dev.joch.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Which streams a person sits at. The launcher knows best and says so in {@code JOCH_TERMINAL} (the
 * numbers of the streams) and {@code JOCH_COLUMNS}; without it the system is asked. The JDK's own
 * console is not, because it would load a line editor.
 */
record Terminal(boolean in, boolean out, boolean err, int width) {
    private static final int USUAL_WIDTH = 80;

    static Terminal of(Map<String, String> environment) {
        String said = environment.get("JOCH_TERMINAL");
        boolean in = said == null ? isTerminal(0) : said.contains("0");
        boolean out = said == null ? isTerminal(1) : said.contains("1");
        boolean err = said == null ? isTerminal(2) : said.contains("2");
        return new Terminal(in, out, err, out ? width(environment) : 0);
    }

    private static boolean isTerminal(int stream) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream)).toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static int width(Map<String, String> environment) {
        for (String variable : new String[] {"JOCH_COLUMNS", "COLUMNS"}) {
            int columns = number(environment.getOrDefault(variable, ""));
            if (columns > 0) {
                return columns;
            }
        }
        return asked();
    }

    private static int asked() {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(Path.of("/dev/tty").toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String size =
                    new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            stty.waitFor(1, TimeUnit.SECONDS);
            int columns = number(size.strip().replaceFirst(".* ", ""));
            return columns > 0 ? columns : USUAL_WIDTH;
        } catch (IOException e) {
            return USUAL_WIDTH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL_WIDTH;
        }
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
    }
}
