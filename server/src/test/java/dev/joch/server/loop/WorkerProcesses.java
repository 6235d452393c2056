package dev.joch.server.loop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Workers that controllers have started on this machine. They outlive whoever started them, and are
 * told by their scratch folder.
 *
 * @param folder of the cluster
 */
record WorkerProcesses(Path folder) {

    List<ProcessHandle> alive() {
        return ProcessHandle.allProcesses().filter(this::isWorker).toList();
    }

    void kill() {
        alive().forEach(ProcessHandle::destroyForcibly);
    }

    private boolean isWorker(ProcessHandle process) {
        try {
            String line = Files.readString(Path.of("/proc", process.pid() + "", "cmdline"));
            // whoever looks after it has the same words behind its own
            boolean java = line.substring(0, Math.max(0, line.indexOf('\0'))).endsWith("/java");
            String environment = Files.readString(Path.of("/proc", process.pid() + "", "environ"));
            return java
                    && line.contains("dev.joch.worker.WorkerServer")
                    && environment.contains("JOCH_WORKER_SCRATCH=" + folder);
        } catch (IOException e) {
            // it is gone, or not ours
            return false;
        }
    }
}
