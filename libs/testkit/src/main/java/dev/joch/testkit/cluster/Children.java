package dev.joch.testkit.cluster;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every process that this JVM has started, with those that survived their parent. The JVM takes
 * them with it when it goes.
 */
public final class Children {

    private static final Set<ProcessHandle> ALL = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(Children::endAll));
    }

    private Children() {}

    static void add(ProcessHandle child) {
        ALL.add(child);
    }

    /** Remembers what a process has started, before the process is killed. */
    static void adopt(ProcessHandle parent) {
        parent.descendants().forEach(ALL::add);
    }

    static void remove(ProcessHandle child) {
        ALL.remove(child);
    }

    /** Those that still run. */
    public static List<ProcessHandle> left() {
        return ALL.stream().filter(ProcessHandle::isAlive).toList();
    }

    /** Kills all of them and what they have started. */
    static void endAll() {
        for (ProcessHandle child : ALL) {
            List<ProcessHandle> own = child.descendants().toList();
            child.destroyForcibly();
            own.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
