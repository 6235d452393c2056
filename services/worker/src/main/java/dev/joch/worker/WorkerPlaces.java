package dev.joch.worker;

import dev.joch.service.problem.ProblemException;
import dev.joch.worker.launch.AdapterFiles;
import dev.joch.worker.process.ControlGroups;
import dev.joch.worker.process.WorkerFolder;

import java.io.IOException;
import java.nio.file.Path;

/** What a worker has of its machine: a folder and, where it may, control groups. */
final class WorkerPlaces implements AutoCloseable {

    private final WorkerFolder folder;
    private final ControlGroups groups;
    private final AdapterFiles adapters;

    private WorkerPlaces(WorkerFolder folder, ControlGroups groups, AdapterFiles adapters) {
        this.folder = folder;
        this.groups = groups;
        this.adapters = adapters;
    }

    /**
     * @param useGroups whether control groups are looked for
     */
    static WorkerPlaces take(Path scratch, String worker, boolean useGroups) {
        try {
            WorkerFolder folder = WorkerFolder.take(scratch, worker);
            ControlGroups groups =
                    useGroups ? ControlGroups.find("joch-" + worker) : ControlGroups.none();
            folder.note(groups.folders());
            return new WorkerPlaces(folder, groups, AdapterFiles.layOut(folder.path()));
        } catch (IOException e) {
            throw new ProblemException(
                    new WorkerProblem.ScratchUnusable(
                            scratch.toString(), String.valueOf(e.getMessage())),
                    e);
        }
    }

    WorkerFolder folder() {
        return folder;
    }

    ControlGroups groups() {
        return groups;
    }

    AdapterFiles adapters() {
        return adapters;
    }

    @Override
    public void close() {
        folder.close();
    }
}
