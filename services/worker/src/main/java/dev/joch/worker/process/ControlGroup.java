package dev.joch.worker.process;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The control group of one run: one folder, or one per hierarchy on a machine that mixes versions.
 *
 * @param folders by what they are for
 */
record ControlGroup(Map<Controller, Path> folders) {

    enum Controller {
        /** Version 2: kills all at once. */
        KILL,
        MEMORY,
        PIDS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ControlGroup.class);

    private static final Duration PAUSE = Duration.ofMillis(1);

    /** A kill is a matter of milliseconds; a process that waits for a broken disk takes longer. */
    private static final Duration KILL_TIME = Duration.ofSeconds(10);

    /** Makes the folders and sets the limits. */
    void make(Limits limits) throws IOException {
        for (Path folder : distinct()) {
            Files.createDirectory(folder);
        }
        Path memory = folders.get(Controller.MEMORY);
        if (memory != null && limits.memoryBytes() > 0) {
            String bytes = Long.toString(limits.memoryBytes());
            write(memory, "memory.max", bytes);
            write(memory, "memory.swap.max", "0");
            write(memory, "memory.limit_in_bytes", bytes);
            write(memory, "memory.memsw.limit_in_bytes", bytes);
        }
        Path pids = folders.get(Controller.PIDS);
        if (pids != null && limits.processes() > 0) {
            write(pids, "pids.max", Integer.toString(limits.processes()));
        }
    }

    /** Each version has names of its own; swap may not be counted at all. */
    private static void write(Path folder, String file, String value) throws IOException {
        Path path = folder.resolve(file);
        if (Files.exists(path)) {
            Files.writeString(path, value);
        }
    }

    List<Path> doors() {
        return distinct().stream().map(folder -> folder.resolve("cgroup.procs")).toList();
    }

    List<Path> distinct() {
        return folders.values().stream().distinct().toList();
    }

    /** How often the kernel killed a process of the group because memory ran out. */
    long memoryKills() {
        Path memory = folders.get(Controller.MEMORY);
        return memory == null
                ? 0
                : number(memory, "memory.events", "oom_kill")
                        + number(memory, "memory.oom_control", "oom_kill");
    }

    /** How often a fork was refused. */
    long refusedForks() {
        Path pids = folders.get(Controller.PIDS);
        return pids == null ? 0 : number(pids, "pids.events", "max");
    }

    private static long number(Path folder, String file, String word) {
        Path path = folder.resolve(file);
        try {
            return Files.exists(path)
                    ? Files.readAllLines(path).stream()
                            .filter(line -> line.startsWith(word + " "))
                            .mapToLong(line -> Long.parseLong(line.substring(word.length() + 1)))
                            .sum()
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    Set<Long> living() {
        Set<Long> pids = new HashSet<>();
        for (Path door : doors()) {
            try {
                Files.readAllLines(door).forEach(line -> pids.add(Long.parseLong(line)));
            } catch (IOException e) {
                // the folder is gone, and with it everybody in it
                continue;
            }
        }
        // 0 is a process of another namespace, which is none of ours
        pids.remove(0L);
        return pids;
    }

    /** Gives how many were there. */
    int killAll() {
        Set<Long> first = living();
        Set<Long> left = first;
        long end = System.nanoTime() + KILL_TIME.toNanos();
        while (!left.isEmpty()) {
            killOnce(left);
            LockSupport.parkNanos(PAUSE.toNanos());
            left = living();
            if (System.nanoTime() > end) {
                LOG.error("processes of a run cannot be killed: {}", left);
                break;
            }
        }
        return first.size();
    }

    private void killOnce(Set<Long> pids) {
        Path kill = folders.get(Controller.KILL);
        if (kill != null) {
            try {
                Files.writeString(kill.resolve("cgroup.kill"), "1");
                return;
            } catch (IOException e) {
                // an old kernel: one by one
            }
        }
        pids.forEach(pid -> Signals.send(pid, Signals.KILL));
    }

    /** The kernel lets a folder go a moment after the last process has gone. */
    void remove() {
        long end = System.nanoTime() + KILL_TIME.toNanos();
        for (Path folder : distinct()) {
            while (Files.exists(folder)) {
                try {
                    Files.deleteIfExists(folder);
                } catch (IOException e) {
                    if (System.nanoTime() > end) {
                        LOG.error("the control group {} cannot be removed", folder, e);
                        break;
                    }
                    killAll();
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        }
    }
}
