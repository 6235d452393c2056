package dev.joch.worker;

import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.scheduler.v1.FinishRunRequest;
import dev.joch.testkit.cluster.Leftovers;
import dev.joch.testkit.wait.Await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What the worker itself costs, with a scheduler and a trace service that cost nothing: from the
 * order of a run to the first instruction of a native program, runs a second, log bytes a second,
 * memory of a running agent.
 */
public final class WorkerBench {

    private static final Duration MOST = Duration.ofMinutes(2);
    private static final int MIB = 1024 * 1024;

    /** Writes the time of its first instruction, on the clock of System.nanoTime. */
    private static final String NATIVE =
            """
            #include <stdio.h>
            #include <stdlib.h>
            #include <time.h>
            int main(void) {
              struct timespec t;
              clock_gettime(CLOCK_MONOTONIC, &t);
              FILE *out = fopen(getenv("JOCH_OUTPUT_FILE"), "w");
              fprintf(out, "{\\"at\\":\\"%lld\\"}", t.tv_sec * 1000000000LL + t.tv_nsec);
              return fclose(out);
            }
            """;

    private final WorkerUnderTest worker;
    private final FakeScheduler scheduler;

    private WorkerBench(WorkerUnderTest worker) {
        this.worker = worker;
        this.scheduler = worker.scheduler();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean groups = arguments.length == 0 || Boolean.parseBoolean(arguments[0]);
        Path folder = Files.createTempDirectory("joch-worker-bench-");
        try (WorkerUnderTest worker =
                WorkerUnderTest.start(
                        folder,
                        Map.of(
                                "joch.worker.control-groups",
                                groups,
                                "joch.worker.concurrency",
                                Integer.getInteger("concurrency", 64),
                                "joch.worker.heartbeat",
                                "15s",
                                "joch.worker.log.most-bytes",
                                100L * 1024 * MIB))) {
            System.out.println("control groups: " + groups);
            WorkerBench bench = new WorkerBench(worker);
            bench.toFirstInstruction();
            bench.runsPerSecond();
            bench.logBytesPerSecond();
            bench.memory();
        }
        System.exit(0);
    }

    private ManifestFramework program() throws IOException, InterruptedException {
        Path source = worker.write("noop.c", NATIVE);
        Path target = worker.code().resolve("noop");
        int built =
                new ProcessBuilder("cc", "-O1", "-o", target.toString(), source.toString())
                        .inheritIO()
                        .start()
                        .waitFor();
        if (built != 0) {
            throw new IllegalStateException("a C compiler is needed");
        }
        return WorkerUnderTest.framework("command").setEntrypoint("noop").build();
    }

    private void toFirstInstruction() throws IOException, InterruptedException {
        ManifestFramework noop = program();
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 350; i++) {
            long ordered = System.nanoTime();
            FinishRunRequest end = scheduler.awaitFinish(scheduler.submit(noop, ""), MOST);
            long at =
                    Long.parseLong(
                            end.getReport().getOutput().getFieldsOrThrow("at").getStringValue());
            if (i >= 50) {
                times.add(at - ordered);
            }
        }
        Collections.sort(times);
        System.out.printf(
                "order to first instruction: p50 %.1f ms, p99 %.1f ms (%d runs)%n",
                times.get(times.size() / 2) / 1e6,
                times.get(times.size() * 99 / 100) / 1e6,
                times.size());
    }

    private void runsPerSecond() throws IOException, InterruptedException {
        ManifestFramework noop = program();
        int count = 1_000;
        CpuUse cpu = CpuUse.now();
        long begin = System.nanoTime();
        List<String> uids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            uids.add(scheduler.submit(noop, ""));
        }
        uids.forEach(uid -> scheduler.awaitFinish(uid, MOST));
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "runs per second: %.0f; a run costs %s%n",
                count / seconds, CpuUse.now().since(cpu).per(count));
    }

    private void logBytesPerSecond() {
        worker.trace().keep = false;
        long before = worker.trace().bytes();
        String uid =
                scheduler.submit(
                        worker.script(
                                "flood.sh",
                                "yes 'a line of a log as programs write them, of eighty characters"
                                        + " or about that' | head -c 1000000000"),
                        "");
        scheduler.awaitStart(uid);
        long begin = System.nanoTime();
        scheduler.awaitFinish(uid, MOST);
        worker.trace().awaitClosed(uid);
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("log: %.0f MB/s%n", (worker.trace().bytes() - before) / 1e6 / seconds);
    }

    private void memory() {
        int agents = Math.min(50, Integer.getInteger("concurrency", 64));
        long before = heap();
        List<String> uids = new ArrayList<>();
        for (int i = 0; i < agents; i++) {
            String uid =
                    scheduler.submit(worker.script("sleep.sh", "echo ready; exec sleep 1000"), "");
            uids.add(uid);
        }
        Await.until(
                "all sleep",
                MOST,
                () -> Leftovers.of(worker.scratch().toString()).size() >= uids.size());
        long during = heap();
        System.out.printf(
                "heap of a running agent: %d KiB; resident memory of this process: %d MiB%n",
                (during - before) / 1024 / uids.size(), resident() / MIB);
        uids.forEach(scheduler::cancel);
        uids.forEach(uid -> scheduler.awaitFinish(uid, MOST));
    }

    /** Processor time of this process and of its children that have ended, in clock ticks. */
    private record CpuUse(long user, long system, long children) {

        private static final double TICK_MILLIS = 10;

        static CpuUse now() {
            try {
                String stat = Files.readString(Path.of("/proc/self/stat"));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                return new CpuUse(
                        Long.parseLong(fields[11]),
                        Long.parseLong(fields[12]),
                        Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
            } catch (IOException e) {
                return new CpuUse(0, 0, 0);
            }
        }

        CpuUse since(CpuUse before) {
            return new CpuUse(
                    user - before.user, system - before.system, children - before.children);
        }

        String per(int runs) {
            return "%.1f ms user and %.1f ms system here, %.1f ms in its program"
                    .formatted(
                            user * TICK_MILLIS / runs,
                            system * TICK_MILLIS / runs,
                            children * TICK_MILLIS / runs);
        }
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private static long resident() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0)
                    * 1024;
        } catch (IOException e) {
            return 0;
        }
    }
}
