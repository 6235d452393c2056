package dev.joch.bench;

import dev.joch.resource.v1alpha1.ExecutionStatus;

import org.HdrHistogram.Histogram;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * From sending the creation of a run to the first instruction of its program, on a pool that is
 * warm; and how long the answer to the creation takes, and the end of the run until a watch tells
 * it. First one run at a time, two a second, so that what one leaves to be done is not in the time
 * of the next; then one after the other, and some at once, as fast as it goes.
 *
 * <p>Arguments: shape (a word for the report), host:port of gRPC, token file, seconds (10). The
 * first round goes on for six times as long, so that there are enough runs for a tail.
 */
public final class FirstInstruction {

    private static final int AT_ONCE = 4;
    private static final int LONGER = 6;
    private static final int PER_SECOND = 2;

    private final AgentRuns runs;
    private final String shape;
    private final CpuTime servers = CpuTime.named("bench.servers");
    private final CpuTime postgres = CpuTime.named("bench.postgres");

    private FirstInstruction(AgentRuns runs, String shape) {
        this.runs = runs;
        this.shape = shape;
    }

    public static void main(String[] args) {
        Duration length = Duration.ofSeconds(args.length > 3 ? Integer.parseInt(args[3]) : 10);
        try (Api api = new Api(args[1], Path.of(args[2]), 2)) {
            FirstInstruction bench = new FirstInstruction(AgentRuns.with(api), args[0]);
            Duration warmUp = Duration.ofSeconds(Integer.getInteger("bench.warmUp", 25));
            bench.round("warm", AT_ONCE, warmUp);
            bench.paced(length.multipliedBy(LONGER)).print();
            bench.round("one", 1, length).print();
            bench.round("some", AT_ONCE, length).print();
        }
        System.exit(0);
    }

    private Report round(String word, int clients, Duration length) {
        Times times = new Times();
        return report(
                clients,
                times,
                () -> Load.closed(clients, length, (client, n) -> run(word, client, n, times)));
    }

    private Report paced(Duration length) {
        Times times = new Times();
        return report(
                        1,
                        times,
                        () ->
                                Load.open(
                                        1,
                                        PER_SECOND,
                                        length,
                                        (client, n) -> run("paced", client, n, times)))
                .put("pacedPerSecond", PER_SECOND);
    }

    private void run(String word, int client, long number, Times times) {
        String name = runs.name(word, client, number);
        long sent = System.nanoTime();
        runs.create(client, name, NativeAgents.STAMP, "hello");
        long answer = System.nanoTime();
        ExecutionStatus end = runs.awaitSuccess(name);
        times.add(answer - sent, AgentRuns.time(end, "at") - sent, System.nanoTime() - sent);
    }

    private Report report(int clients, Times times, Supplier<Load.Measured> load) {
        servers.restart();
        postgres.restart();
        Load.Measured whole = load.get();
        return new Report("create-to-first-instruction")
                .put("shape", shape)
                .put("atOnce", clients)
                .perSecond("runsPerSecond", whole.calls(), whole.nanos())
                .latency("firstInstructionMs", times.first)
                .latency("createAnsweredMs", times.answered)
                .latency("endSeenMs", times.seen)
                .put("serverCpuMicros", servers.microsPer(whole.calls()))
                .put("postgresCpuMicros", postgres.microsPer(whole.calls()));
    }

    /** From sending the creation on. */
    private static final class Times {

        private final Histogram answered = Load.histogram();
        private final Histogram first = Load.histogram();
        private final Histogram seen = Load.histogram();

        synchronized void add(long answer, long instruction, long end) {
            answered.recordValue(answer);
            first.recordValue(instruction);
            seen.recordValue(end);
        }
    }
}
