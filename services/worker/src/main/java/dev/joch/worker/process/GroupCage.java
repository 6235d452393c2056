package dev.joch.worker.process;

import java.nio.file.Path;
import java.util.List;

/** A run in a control group: the kernel knows all its processes. */
final class GroupCage implements Cage {

    private final ControlGroup group;
    private volatile long leader;

    GroupCage(ControlGroup group) {
        this.group = group;
    }

    @Override
    public List<Path> doors() {
        return group.doors();
    }

    @Override
    public void entered(long pid) {
        leader = pid;
    }

    @Override
    public int population() {
        return group.living().size();
    }

    @Override
    public Strain strain() {
        if (group.memoryKills() > 0) {
            return Strain.OUT_OF_MEMORY;
        }
        return group.refusedForks() > 0 ? Strain.TOO_MANY_PROCESSES : Strain.NONE;
    }

    @Override
    public void terminate() {
        if (leader != 0) {
            Signals.sendGroup(leader, Signals.TERM);
        }
    }

    @Override
    public int killAll() {
        return group.killAll();
    }

    @Override
    public void close() {
        group.killAll();
        group.remove();
    }
}
