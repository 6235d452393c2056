package dev.joch.bench;

import dev.joch.bench.AgentRuns.KeptLog;

import java.nio.file.Path;

/**
 * Bytes a second of a program's output through the worker to where logs are kept: from the first
 * byte that the program writes until a reader of the log is told that nothing follows. Most of such
 * a log is not kept, but all of it is taken in, which is checked.
 *
 * <p>Arguments: shape (a word for the report), host:port of gRPC, token file, megabytes (200).
 */
public final class LogFlow {

    private static final int MEGABYTE = 1_000_000;
    private static final int ROUNDS = 3;

    private LogFlow() {}

    public static void main(String[] args) {
        int megabytes = args.length > 3 ? Integer.parseInt(args[3]) : 200;
        CpuTime servers = CpuTime.named("bench.servers");
        CpuTime postgres = CpuTime.named("bench.postgres");
        try (Api api = new Api(args[1], Path.of(args[2]), 2)) {
            AgentRuns runs = AgentRuns.with(api);
            flow(runs, runs.name("warm", 0, 0), megabytes);
            for (int round = 0; round < ROUNDS; round++) {
                String name = runs.name("flow", 0, round);
                servers.restart();
                postgres.restart();
                Flown flown = flow(runs, name, megabytes);
                Report report =
                        new Report("log-flow")
                                .put("shape", args[0])
                                .put("megabytes", megabytes)
                                .perSecond("megabytesPerSecond", megabytes, flown.taken())
                                .perSecond("programMegabytesPerSecond", megabytes, flown.written())
                                .put("serverCpuMicrosPerMb", servers.microsPer(megabytes))
                                .put("postgresCpuMicrosPerMb", postgres.microsPer(megabytes));
                KeptLog log = runs.log(name);
                if (log.kept() + log.counted() != (long) megabytes * MEGABYTE) {
                    throw new IllegalStateException(name + " is not complete: " + log);
                }
                report.put("keptMb", log.kept() / MEGABYTE).print();
            }
        }
        System.exit(0);
    }

    /**
     * Nanoseconds since the first byte.
     *
     * @param taken until all was handed on
     * @param written until the program had written the last one
     */
    private record Flown(long taken, long written) {}

    private static Flown flow(AgentRuns runs, String name, int megabytes) {
        runs.create(0, name, NativeAgents.FLOOD, "" + (long) megabytes * MEGABYTE);
        var end = runs.awaitSuccess(name);
        runs.awaitClosedLog(name);
        long closed = System.nanoTime();
        long first = AgentRuns.time(end, "at");
        return new Flown(closed - first, AgentRuns.time(end, "end") - first);
    }
}
