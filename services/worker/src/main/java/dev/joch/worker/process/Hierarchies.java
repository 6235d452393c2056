package dev.joch.worker.process;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where control groups are mounted, and where this process is in them. Pure.
 *
 * @param unifiedMount mount of version 2, if any
 * @param unified own group in version 2, if any
 * @param version1 own group by controller of version 1
 */
record Hierarchies(
        Optional<Path> unifiedMount, Optional<Path> unified, Map<String, Path> version1) {

    private record Mount(Path root, Path point) {

        /** The group as a folder: a container sees only what is below the root of its mount. */
        Path folder(String group) {
            Path inside = Path.of("/").resolve(group);
            Path below = inside.startsWith(root) ? root.relativize(inside) : Path.of("");
            return below.toString().isEmpty() ? point : point.resolve(below);
        }
    }

    /**
     * @param mounts lines of {@code /proc/self/mountinfo}
     * @param own lines of {@code /proc/self/cgroup}
     */
    static Hierarchies parse(List<String> mounts, List<String> own) {
        @Nullable Mount two = null;
        Map<String, Mount> one = new HashMap<>();
        for (String line : mounts) {
            String[] halves = line.split(" - ", 2);
            String[] left = halves[0].split(" ", -1);
            String[] right = halves.length == 2 ? halves[1].split(" ", -1) : new String[0];
            if (left.length < 5 || right.length < 3) {
                continue;
            }
            Mount mount = new Mount(Path.of(left[3]), Path.of(left[4]));
            if (right[0].equals("cgroup2")) {
                two = two == null ? mount : two;
            } else if (right[0].equals("cgroup")) {
                for (String option : right[2].split(",", -1)) {
                    one.putIfAbsent(option, mount);
                }
            }
        }
        Optional<Path> unified = Optional.empty();
        Map<String, Path> version1 = new HashMap<>();
        for (String line : own) {
            String[] parts = line.split(":", 3);
            if (parts.length < 3) {
                continue;
            }
            if (parts[1].isEmpty()) {
                unified = two == null ? Optional.empty() : Optional.of(two.folder(parts[2]));
                continue;
            }
            for (String controller : parts[1].split(",", -1)) {
                Mount mount = one.get(controller);
                if (mount != null) {
                    version1.put(controller, mount.folder(parts[2]));
                }
            }
        }
        return new Hierarchies(
                Optional.ofNullable(two).map(Mount::point), unified, Map.copyOf(version1));
    }

    Optional<Path> ofVersion1(String controller) {
        return Optional.ofNullable(version1.get(controller));
    }
}
