package dev.joch.controllermanager;

import dev.joch.service.process.ServiceMain;
import dev.joch.service.process.StartOption;

/** The controllers as a process of their own. */
public final class ControllerManagerServer {

    private static final StartOption CONTROLLERS =
            new StartOption(
                    "--controllers",
                    "KINDS",
                    "joch.controller-manager.controllers",
                    "which controllers run here: all, or kinds with commas (agents,policies)");

    private ControllerManagerServer() {}

    public static void main(String[] arguments) {
        ServiceMain.run("controller-manager", arguments, CONTROLLERS);
    }
}
