package dev.joch.worker.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** {@code kill(2)}: the JDK signals single children only, and never a process group. */
public final class Signals {

    public static final int KILL = 9;
    public static final int TERM = 15;

    private static final MethodHandle SEND = link();

    private Signals() {}

    private static MethodHandle link() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find("kill").orElseThrow(),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    /** Signals one process; false when there is none, or none that we may signal. */
    public static boolean send(long pid, int signal) {
        if (pid <= 1) {
            throw new IllegalArgumentException("no program of ours has the process id " + pid);
        }
        return call((int) pid, signal);
    }

    /** Signals all processes of a group; false when there are none. */
    public static boolean sendGroup(long group, int signal) {
        if (group <= 1) {
            throw new IllegalArgumentException("no program of ours leads the group " + group);
        }
        return call((int) -group, signal);
    }

    private static boolean call(int target, int signal) {
        try {
            return (int) SEND.invokeExact(target, signal) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("kill(2) cannot be called", e);
        }
    }
}
