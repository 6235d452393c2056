package dev.joch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a running agent costs in memory beside its own: resident memory of the worker and of what it
 * starts around programs, with some that sleep and without, programs apart. What several processes
 * share is divided between them (PSS).
 *
 * <p>Arguments: shape (a word for the report), host:port of gRPC, token file, process of the
 * worker, folder with the programs, agents (16).
 */
public final class WorkerMemory {

    private static final int ROUNDS = 3;

    private final AgentRuns runs;
    private final ProcessHandle worker;
    private final Path code;
    private final int agents;

    private WorkerMemory(AgentRuns runs, ProcessHandle worker, Path code, int agents) {
        this.runs = runs;
        this.worker = worker;
        this.code = code;
        this.agents = agents;
    }

    public static void main(String[] args) {
        ProcessHandle worker = ProcessHandle.of(Long.parseLong(args[3])).orElseThrow();
        int agents = args.length > 5 ? Integer.parseInt(args[5]) : 16;
        try (Api api = new Api(args[1], Path.of(args[2]), 2)) {
            WorkerMemory bench =
                    new WorkerMemory(AgentRuns.with(api), worker, Path.of(args[4]), agents);
            for (int round = 0; round < ROUNDS; round++) {
                bench.round(args[0], round);
            }
        }
        System.exit(0);
    }

    /**
     * Of one moment.
     *
     * @param worker bytes of the worker itself
     * @param helpers bytes of what it has started and what is no program of an agent
     * @param programs bytes of those
     * @param count how many of those there are
     */
    private record Memory(long worker, long helpers, long programs, int count) {}

    private void round(String shape, int round) {
        Memory without = memory();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < agents; i++) {
            String name = runs.name("sleep", round, i);
            runs.create(0, name, NativeAgents.SLEEP, "");
            names.add(name);
        }
        names.forEach(runs::awaitRunning);
        Memory with = awaitPrograms();
        names.forEach(runs::cancel);
        names.forEach(runs::awaitEnd);
        long more = with.worker() + with.helpers() - without.worker() - without.helpers();
        new Report("worker-memory")
                .put("shape", shape)
                .put("round", round)
                .put("agents", agents)
                .put("workerMb", megabytes(without.worker()))
                .put("workerWithAgentsMb", megabytes(with.worker()))
                .put("helpersMb", megabytes(with.helpers()))
                .put("perAgentMb", megabytes(more / agents))
                .put("programMb", megabytes(with.programs() / agents))
                .print();
    }

    /** A run counts as running a moment before its program is there. */
    private Memory awaitPrograms() {
        Memory seen = memory();
        long end = System.nanoTime() + 60_000_000_000L;
        while (seen.count() < agents) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("only " + seen.count() + " programs run");
            }
            Thread.yield();
            seen = memory();
        }
        return seen;
    }

    private Memory memory() {
        long helpers = 0;
        long programs = 0;
        int count = 0;
        for (ProcessHandle each : worker.descendants().toList()) {
            if (isProgram(each)) {
                programs += resident(each);
                count++;
            } else {
                helpers += resident(each);
            }
        }
        return new Memory(resident(worker), helpers, programs, count);
    }

    private boolean isProgram(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.startsWith(code.toString()))
                .orElse(false);
    }

    private static long resident(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc", process.pid() + "", "smaps_rollup")).stream()
                            .filter(line -> line.startsWith("Pss:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    * 1024;
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
            return 0;
        }
    }

    private static double megabytes(long bytes) {
        return Math.round(bytes / 1e4) / 100.0;
    }
}
