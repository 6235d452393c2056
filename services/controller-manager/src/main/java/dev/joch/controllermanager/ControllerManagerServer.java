package dev.joch.controllermanager;

import dev.joch.service.process.ServiceMain;

/** The controllers as a process of their own. */
public final class ControllerManagerServer {

    private ControllerManagerServer() {}

    public static void main(String[] arguments) {
        ServiceMain.run("controller-manager", arguments);
    }
}
