package dev.joch.testkit.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals that the JDK has no call for. */
final class Signals {

    private Signals() {}

    static void send(String signal, long pid) {
        try {
            int status =
                    new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                            .inheritIO()
                            .start()
                            .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + signal + " " + pid + ": " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending SIG" + signal, e);
        }
    }
}
