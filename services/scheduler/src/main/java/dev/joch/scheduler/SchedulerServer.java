package dev.joch.scheduler;

import dev.joch.service.process.ServiceMain;

/** The scheduler as a process of its own. */
public final class SchedulerServer {

    private SchedulerServer() {}

    public static void main(String[] arguments) {
        ServiceMain.run("scheduler", arguments);
    }
}
