package dev.joch.runtime.local;

import dev.joch.runtime.Limit;
import dev.joch.runtime.Limits;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Control groups, version 2, as far as this process may make any.
 *
 * <p>A group holds limits where its controllers were delegated to us; without any it still holds
 * processes together, and ends all of them at once.
 */
final class Cgroups {

    private static final int PERIOD_MICROS = 100_000;

    private final Path own;
    private final Set<Limit> held;

    private Cgroups(Path own, Set<Limit> held) {
        this.own = own;
        this.held = held;
    }

    /** The groups of an installation; empty where none can be made. */
    static Optional<Cgroups> open(Optional<Path> named, String installation) {
        try {
            Path parent =
                    named.isPresent()
                            ? named.get()
                            : beside(
                                    Files.readString(Path.of("/proc/self/mountinfo")),
                                    Files.readString(Path.of("/proc/self/cgroup")));
            return Optional.of(under(parent, "joch-" + installation));
        } catch (IOException | IllegalStateException notForUs) {
            return Optional.empty();
        }
    }

    /**
     * The group that ours is in: a group with processes may not have groups with limits inside it,
     * so ours are made beside this process, not below it.
     */
    static Path beside(String mounts, String groups) {
        String mount =
                mounts.lines()
                        .filter(line -> line.contains(" - cgroup2 "))
                        .map(line -> line.split(" ", -1)[4])
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no cgroup v2 is mounted"));
        String mine =
                groups.lines()
                        .filter(line -> line.startsWith("0::"))
                        .map(line -> line.substring("0::/".length()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("in no cgroup v2"));
        Path ours = Path.of(mount).resolve(mine);
        Path parent = ours.getParent();
        return mine.isEmpty() || parent == null ? ours : parent;
    }

    static Cgroups under(Path parent, String name) throws IOException {
        delegate(parent);
        Path own = Files.createDirectories(parent.resolve(name));
        delegate(own);
        Set<Limit> held = EnumSet.noneOf(Limit.class);
        for (String controller : words(own.resolve("cgroup.subtree_control"))) {
            switch (controller) {
                case "cpu" -> held.add(Limit.CPU);
                case "memory" -> held.add(Limit.MEMORY);
                case "pids" -> held.add(Limit.PIDS);
                default -> {
                    // others limit what nobody asks about
                }
            }
        }
        return new Cgroups(own, held);
    }

    private static void delegate(Path group) throws IOException {
        Path control = group.resolve("cgroup.subtree_control");
        List<String> offered = words(group.resolve("cgroup.controllers"));
        for (String controller : List.of("cpu", "memory", "pids")) {
            if (offered.contains(controller) && !words(control).contains(controller)) {
                try {
                    Files.writeString(control, "+" + controller);
                } catch (IOException refused) {
                    // what is not ours to hand on cannot be held
                    continue;
                }
            }
        }
    }

    private static List<String> words(Path file) throws IOException {
        return Arrays.asList(Files.readString(file).trim().split("\\s+", -1));
    }

    Set<Limit> held() {
        return held;
    }

    /** A group for an instance. Making it again changes nothing. */
    Path make(String instance, Limits limits) throws IOException {
        Path group = Files.createDirectories(path(instance));
        if (limits.memoryBytes() > 0 && held.contains(Limit.MEMORY)) {
            set(group, "memory.max", Long.toString(limits.memoryBytes()));
            setWhereThere(group, "memory.swap.max", "0");
            // half a program is of no use: all of it ends, and is told as such
            setWhereThere(group, "memory.oom.group", "1");
        }
        if (limits.pids() > 0 && held.contains(Limit.PIDS)) {
            set(group, "pids.max", Integer.toString(limits.pids()));
        }
        if (limits.cpuMillis() > 0 && held.contains(Limit.CPU)) {
            long quota = Math.max(1000, (long) limits.cpuMillis() * PERIOD_MICROS / 1000);
            set(group, "cpu.max", quota + " " + PERIOD_MICROS);
        }
        return group;
    }

    private static void set(Path group, String file, String value) throws IOException {
        Files.writeString(group.resolve(file), value);
    }

    private static void setWhereThere(Path group, String file, String value) throws IOException {
        if (Files.exists(group.resolve(file))) {
            set(group, file, value);
        }
    }

    Path path(String instance) {
        return own.resolve(instance);
    }

    /** Whether a process is in the group of that instance. */
    boolean holdsAny(String instance) {
        try {
            return !Files.readString(path(instance).resolve("cgroup.procs")).isBlank();
        } catch (IOException gone) {
            return false;
        }
    }

    /** Ends all that is in it. */
    void kill(String instance) {
        try {
            set(path(instance), "cgroup.kill", "1");
        } catch (IOException goneOrOlderThanThat) {
            // those who carry the mark of the instance are ended one by one anyway
            return;
        }
    }

    /** Removes the group, and those that a program made inside it, once they are empty. */
    void remove(String instance) throws IOException {
        removeTree(path(instance));
    }

    /** Removes the installation's own group if it is empty. */
    void close() {
        try {
            Files.deleteIfExists(own);
        } catch (IOException used) {
            return;
        }
    }

    private static void removeTree(Path group) throws IOException {
        if (!Files.isDirectory(group)) {
            return;
        }
        try (DirectoryStream<Path> inner =
                Files.newDirectoryStream(group, file -> Files.isDirectory(file))) {
            for (Path each : inner) {
                removeTree(each);
            }
        }
        Files.deleteIfExists(group);
    }
}
