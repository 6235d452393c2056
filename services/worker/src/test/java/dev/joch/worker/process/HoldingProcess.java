package dev.joch.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Starts a program that detaches children, says so, and waits to be killed. */
public final class HoldingProcess {

    private HoldingProcess() {}

    public static void main(String[] arguments) throws IOException {
        Path scratch = Path.of(arguments[0]);
        boolean groups = Boolean.parseBoolean(arguments[1]);
        WorkerFolder folder = WorkerFolder.take(scratch, "doomed");
        ControlGroups found =
                groups
                        ? ControlGroups.find("joch-doomed-" + ProcessHandle.current().pid())
                        : ControlGroups.none();
        folder.note(found.folders());
        Cages cages = new Cages(found, new Limits(0, 100, 0));
        Path run = Files.createDirectory(folder.runs().resolve("run-1"));
        AgentProcess program =
                cages.start(
                        "run-1",
                        new Program(
                                List.of(
                                        "/bin/sh",
                                        "-c",
                                        "(setsid sleep 1000 &); sleep 1000 & echo up; wait"),
                                Map.of("PATH", "/usr/bin:/bin", Cages.MARK, arguments[2]),
                                run,
                                0),
                        run.resolve(WorkerFolder.CAGE));
        if (program.stdout().read() >= 0) {
            System.out.println("HOLDS " + program.pid());
        }
        while (true) {
            LockSupport.park();
        }
    }
}
