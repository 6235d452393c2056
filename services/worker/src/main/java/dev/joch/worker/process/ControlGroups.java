package dev.joch.worker.process;

import dev.joch.worker.process.ControlGroup.Controller;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where this worker may make control groups. Version 2 of them kills all processes of a group in
 * one stroke; a machine that mixes versions has the limits in version 1.
 */
public final class ControlGroups implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlGroups.class);

    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final Path OWN = Path.of("/proc/self/cgroup");

    /** Folders below which each run gets one, by what they are for. */
    private final Map<Controller, Path> roots;

    private ControlGroups(Map<Controller, Path> roots) {
        this.roots = roots;
    }

    /** Uses none. */
    public static ControlGroups none() {
        return new ControlGroups(Map.of());
    }

    /**
     * Those that we may use.
     *
     * @param name of the folder that this worker makes for itself
     */
    public static ControlGroups find(String name) {
        try {
            Hierarchies found =
                    Hierarchies.parse(Files.readAllLines(MOUNTS), Files.readAllLines(OWN));
            Map<Controller, Path> roots = new EnumMap<>(Controller.class);
            unified(found, name, roots);
            for (Controller controller : List.of(Controller.MEMORY, Controller.PIDS)) {
                if (!roots.containsKey(controller)) {
                    found.ofVersion1(controller.word())
                            .map(folder -> folder.resolve(name))
                            .filter(ControlGroups::make)
                            .ifPresent(folder -> roots.put(controller, folder));
                }
            }
            return new ControlGroups(roots);
        } catch (IOException e) {
            return none();
        }
    }

    /**
     * A group that holds processes may not share out memory to groups below it, so that the
     * worker's own parent is tried before the worker's own.
     */
    private static void unified(Hierarchies found, String name, Map<Controller, Path> roots) {
        Optional<Path> own = found.unified();
        if (own.isEmpty()) {
            return;
        }
        List<Path> places = new ArrayList<>();
        if (!own.get().equals(found.unifiedMount().orElseThrow())) {
            places.add(own.get().getParent());
        }
        places.add(own.get());
        Optional<Path> plain = Optional.empty();
        for (Path place : places) {
            Path folder = place.resolve(name);
            if (!make(folder)) {
                continue;
            }
            if (share(folder)) {
                plain.ifPresent(ControlGroups::remove);
                roots.put(Controller.KILL, folder);
                roots.put(Controller.MEMORY, folder);
                roots.put(Controller.PIDS, folder);
                return;
            }
            if (plain.isEmpty() && Files.exists(folder.resolve("cgroup.kill"))) {
                plain = Optional.of(folder);
            } else {
                remove(folder);
            }
        }
        plain.ifPresent(folder -> roots.put(Controller.KILL, folder));
    }

    private static boolean make(Path folder) {
        try {
            Files.createDirectories(folder);
            return Files.isWritable(folder.resolve("cgroup.procs"));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean share(Path folder) {
        try {
            Files.writeString(folder.resolve("cgroup.subtree_control"), "+memory +pids");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void remove(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.debug("the control group {} stays", folder, e);
        }
    }

    /** Whether the kernel holds the processes of a run for us. */
    public boolean hold() {
        return !roots.isEmpty();
    }

    /** Whether it also limits what they take. */
    public boolean limit() {
        return roots.containsKey(Controller.MEMORY) && roots.containsKey(Controller.PIDS);
    }

    /** Folders that the worker has made, for the next one should this one be killed. */
    public List<Path> folders() {
        return roots.values().stream().distinct().toList();
    }

    /** The group of a run, which is not there yet. */
    ControlGroup group(String run) {
        Map<Controller, Path> folders = new EnumMap<>(Controller.class);
        roots.forEach((controller, root) -> folders.put(controller, root.resolve(run)));
        return new ControlGroup(folders);
    }

    @Override
    public void close() {
        folders().forEach(ControlGroups::remove);
    }
}
