package dev.joch.runtime.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Signals; the JDK knows none for a group. */
final class Signals {

    private static final int SECONDS = 5;

    private Signals() {}

    /** To a program and to its group; it leads none while it has only just been started. */
    static void term(long program) throws IOException {
        send("TERM", List.of(program, -program));
    }

    static void kill(List<Long> pids) throws IOException {
        if (!pids.isEmpty()) {
            send("KILL", pids);
        }
    }

    /** Whoever is gone already needs none: its complaint is no failure. */
    private static void send(String signal, List<Long> pids) throws IOException {
        List<String> words = new ArrayList<>(List.of("kill", "-s", signal, "--"));
        pids.forEach(pid -> words.add(Long.toString(pid)));
        Process kill =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            if (!kill.waitFor(SECONDS, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
                throw new IOException("kill does not end");
            }
        } catch (InterruptedException e) {
            kill.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while sending SIG" + signal, e);
        }
    }
}
