package dev.joch.worker;

import dev.joch.service.process.ServiceMain;
import dev.joch.service.process.StartOption;

/** The worker as a process of its own. */
public final class WorkerServer {

    private WorkerServer() {}

    public static void main(String[] arguments) {
        ServiceMain.run(
                "worker",
                arguments,
                new StartOption(
                        "--pool", "NAME", "joch.worker.pool", "pool that the worker belongs to"),
                new StartOption(
                        "--concurrency",
                        "NUMBER",
                        "joch.worker.concurrency",
                        "runs that it may have at once"),
                new StartOption(
                        "--code",
                        "FOLDER",
                        "joch.worker.code",
                        "folder below which the code of agents is found"));
    }
}
