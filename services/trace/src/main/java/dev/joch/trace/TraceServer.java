package dev.joch.trace;

import dev.joch.service.process.ServiceMain;

/** The trace service as a process of its own. */
public final class TraceServer {

    private TraceServer() {}

    public static void main(String[] arguments) {
        ServiceMain.run("trace", arguments);
    }
}
