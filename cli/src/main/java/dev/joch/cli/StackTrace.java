package dev.joch.cli;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;

/** Shows where a failure came from, to who asked for it. */
final class StackTrace {

    private StackTrace() {}

    static void print(Throwable fault, PrintStream out) {
        @Nullable Throwable here = fault;
        while (here != null) {
            out.append("debug: ").append(here.toString()).append('\n');
            for (StackTraceElement frame : here.getStackTrace()) {
                out.append("debug:   at ").append(frame.toString()).append('\n');
            }
            here = here.getCause() == here ? null : here.getCause();
        }
    }
}
