package dev.joch.worker.process;

import dev.joch.service.failpoint.Failpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Starts programs, each in a cage of its own that was written down before. */
public final class Cages implements AutoCloseable {

    /** Variable whose value is of one run only; every process that the run starts has it. */
    public static final String MARK = "JOCH_RUN_MARK";

    private final ControlGroups groups;
    private final Limits limits;
    private final Wrapper wrapper = Wrapper.ofMachine();
    private final ProcessStarter starter = new ProcessStarter();
    private final String boot = ProcessTable.boot();

    public Cages(ControlGroups groups, Limits limits) {
        this.groups = groups;
        this.limits = limits;
    }

    /** Whether the kernel limits memory, so that a program need not be told. */
    public boolean limitsMemory() {
        return groups.limit();
    }

    public Limits limits() {
        return limits;
    }

    /**
     * Starts the program.
     *
     * @param run name of the run, unique for this worker
     * @param record where the cage is written down
     */
    public AgentProcess start(String run, Program program, Path record) throws IOException {
        String mark = program.environment().getOrDefault(MARK, "");
        if (mark.isEmpty()) {
            throw new IllegalArgumentException("a run has a mark");
        }
        Cage cage = cage(run, MARK + "=" + mark, record);
        try {
            Failpoint.WORKER_SPAWN_BEFORE.hit();
            Process process = starter.start(builder(program, cage));
            Failpoint.WORKER_SPAWN_AFTER.hit();
            cage.entered(process.pid());
            note(record, process.pid());
            process.getOutputStream().close();
            return new AgentProcess(process, cage);
        } catch (IOException | RuntimeException e) {
            cage.close();
            throw e;
        }
    }

    private Cage cage(String run, String mark, Path record) throws IOException {
        if (!groups.hold()) {
            write(record, CageRecord.lines(boot, mark, List.of()));
            return new SessionCage(mark, limits);
        }
        ControlGroup group = groups.group(run);
        write(record, CageRecord.lines(boot, mark, group.distinct()));
        try {
            group.make(limits);
        } catch (IOException | RuntimeException e) {
            group.remove();
            throw e;
        }
        return new GroupCage(group);
    }

    private ProcessBuilder builder(Program program, Cage cage) {
        long forks = groups.limit() || limits.processes() == 0 ? 0 : forks();
        ProcessBuilder builder =
                new ProcessBuilder(wrapper.words(program, cage.doors(), limits, forks))
                        .directory(program.folder().toFile());
        builder.environment().clear();
        builder.environment().putAll(program.environment());
        return builder;
    }

    /**
     * The limit of processes is the user's, not the program's: those that the machine has now are
     * an upper bound of what the user has already.
     */
    private long forks() {
        try {
            String[] load = Files.readString(Path.of("/proc/loadavg")).split("[ /]", -1);
            return Long.parseLong(load[4]) + limits.processes();
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    private static void note(Path record, long pid) throws IOException {
        Files.writeString(record, CageRecord.line(pid), StandardOpenOption.APPEND);
    }

    private static void write(Path record, List<String> lines) {
        try {
            Files.write(record, lines, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(record + " cannot be written", e);
        }
    }

    @Override
    public void close() {
        starter.close();
        groups.close();
    }
}
