package dev.joch.compiler;

import dev.joch.service.process.ServiceMain;

/** The compiler as a process of its own. */
public final class CompilerServer {

    private CompilerServer() {}

    public static void main(String[] arguments) {
        ServiceMain.run("compiler", arguments);
    }
}
