package dev.joch.agbom;

import dev.joch.service.process.ServiceMain;

/** The service of bills of materials as a process of its own. */
public final class AgBomServer {

    private AgBomServer() {}

    public static void main(String[] arguments) {
        ServiceMain.run("agbom", arguments);
    }
}
