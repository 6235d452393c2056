package dev.joch.worker.process;

import dev.joch.worker.process.ControlGroup.Controller;
import dev.joch.worker.process.ProcessTable.Entry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was written down of a cage: enough to empty it when the worker that made it is gone.
 *
 * @param boot run of the machine in which it was made
 * @param mark variable and value of all its processes
 * @param folders of its control group
 * @param leader the program and when it was started, if that was still written down
 */
record CageRecord(String boot, String mark, List<Path> folders, Map<Long, Long> leader) {

    private static final Logger LOG = LoggerFactory.getLogger(CageRecord.class);

    private static final String BOOT = "boot ";
    private static final String MARK = "mark ";
    private static final String GROUP = "group ";
    private static final String LEADER = "leader ";

    static List<String> lines(String boot, String mark, List<Path> folders) {
        List<String> lines = new ArrayList<>();
        lines.add(BOOT + boot);
        lines.add(MARK + mark);
        folders.forEach(folder -> lines.add(GROUP + folder));
        return lines;
    }

    static String line(long pid) {
        return ProcessTable.of(pid)
                .map(entry -> LEADER + pid + " " + entry.startTicks() + "\n")
                .orElse("");
    }

    static CageRecord read(Path file) throws IOException {
        String boot = "";
        String mark = "";
        List<Path> folders = new ArrayList<>();
        Map<Long, Long> leader = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(BOOT)) {
                boot = line.substring(BOOT.length());
            } else if (line.startsWith(MARK)) {
                mark = line.substring(MARK.length());
            } else if (line.startsWith(GROUP)) {
                folders.add(Path.of(line.substring(GROUP.length())));
            } else if (line.startsWith(LEADER)) {
                // the last line may have been cut when the worker died
                String[] parts = line.substring(LEADER.length()).split(" ", -1);
                if (parts.length == 2 && !parts[1].isEmpty()) {
                    leader.put(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
                }
            }
        }
        return new CageRecord(boot, mark, folders, leader);
    }

    /** Kills all that is left of the run; gives how many processes that were. */
    int empty() {
        if (!boot.equals(ProcessTable.boot())) {
            return 0;
        }
        int killed = 0;
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                ControlGroup group = new ControlGroup(Map.of(Controller.KILL, folder));
                killed += group.killAll();
                group.remove();
            }
        }
        SessionCage cage = new SessionCage(mark, new Limits(0, 0, 0));
        leader.forEach((pid, startTicks) -> {
            Optional<Entry> there = ProcessTable.of(pid);
            if (there.isPresent() && there.get().startTicks() == startTicks) {
                cage.entered(pid);
            }
        });
        killed += mark.isEmpty() ? 0 : cage.killAll();
        if (killed > 0) {
            LOG.warn("killed {} processes that a former worker had left", killed);
        }
        return killed;
    }
}
