package dev.joch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory of the controllers in a process of their own, with a fleet settled and after a change that
 * concerned all of it.
 *
 * <p>Arguments: shape (a word for the report), host:port of gRPC, token file, address of the
 * controllers' metrics, their process, agents (20000).
 */
public final class ControllerMemory {

    private static final String HEAP = "jvm_memory_type=\"heap\"";
    private static final long MEGABYTE = 1024 * 1024;

    private ControllerMemory() {}

    public static void main(String[] args) {
        int agents = args.length > 5 ? Integer.parseInt(args[5]) : 20_000;
        try (Api api = new Api(args[1], Path.of(args[2]), 2)) {
            Fleet fleet = new Fleet(api, args[0], agents);
            fleet.fill();
            report(args, agents, "settled");
            fleet.changePolicy(1);
            report(args, agents, "after a shared change");
        }
        System.exit(0);
    }

    private static void report(String[] args, int agents, String when) {
        Metrics now = Metrics.of(args[3]);
        new Report("controller-memory")
                .put("shape", args[0])
                .put("agents", agents)
                .put("when", when)
                .put("residentMb", status(args[4], "VmRSS"))
                .put("residentPeakMb", status(args[4], "VmHWM"))
                .put("heapUsedMb", (long) now.sum("jvm_memory_used_bytes", HEAP) / MEGABYTE)
                .put(
                        "heapCommittedMb",
                        (long) now.sum("jvm_memory_committed_bytes", HEAP) / MEGABYTE)
                .print();
    }

    /** Of the kernel's page about a process, in megabytes. */
    private static long status(String process, String word) {
        try {
            return Files.readAllLines(Path.of("/proc", process, "status")).stream()
                    .filter(line -> line.startsWith(word + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
