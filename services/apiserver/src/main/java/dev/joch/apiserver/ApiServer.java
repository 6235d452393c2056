package dev.joch.apiserver;

import dev.joch.service.process.ServiceMain;

/** The apiserver as a process of its own. */
public final class ApiServer {

    private ApiServer() {}

    public static void main(String[] arguments) {
        ServiceMain.run("apiserver", arguments);
    }
}
