package dev.joch.bench;

import dev.joch.testkit.cluster.ChildProcess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs every bench against servers that it starts itself, one after the other, and prints their
 * lines.
 *
 * <p>Arguments: seconds per round (10), then the benches to run: {@code store}, {@code window},
 * {@code compile}, {@code policies}, {@code runs}, {@code traces}, {@code executions}, {@code
 * collapsed}, {@code split}, {@code memory}; all of them when none is named. {@code loop} and
 * {@code split-loop} are the parts of {@code collapsed} and {@code split} that concern the control
 * loop, {@code bills} is the part of {@code collapsed} that concerns bills.
 */
public final class AllBenches {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** That run at the same time where their memory is measured. */
    private static final int AGENTS = 16;

    private final Path folder;
    private final String seconds;
    private int shapes;

    private AllBenches(Path folder, String seconds) {
        this.folder = folder;
        this.seconds = seconds;
    }

    public static void main(String[] args) throws IOException {
        List<String> wanted =
                args.length > 1
                        ? Arrays.asList(args).subList(1, args.length)
                        : List.of(
                                "store",
                                "window",
                                "compile",
                                "policies",
                                "runs",
                                "traces",
                                "executions",
                                "collapsed",
                                "split",
                                "memory");
        Path folder = Files.createTempDirectory("joch-bench");
        AllBenches all = new AllBenches(folder, args.length > 0 ? args[0] : "10");
        try {
            wanted.forEach(all::run);
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    private void run(String bench) {
        switch (bench) {
            case "store" -> program(StoreWrites.class, List.of("-Xmx1g"), "64", seconds, "3");
            case "window" -> program(WindowMemory.class, List.of("-Xmx1g", "-XX:+UseSerialGC"));
            case "compile" -> program(CompileAgents.class, List.of("-Xmx512m"));
            case "policies" -> {
                program(PolicyDecisions.class, List.of("-Xmx512m"), "1000", seconds);
                program(PolicyCalls.class, List.of("-Xmx512m"), "5000", seconds);
            }
            case "runs" -> program(QueueRuns.class, List.of("-Xmx512m"), "100000", seconds);
            case "traces" -> program(TraceIntake.class, List.of("-Xmx512m"), "16", seconds);
            case "executions" -> executions();
            case "collapsed" ->
                    against(collapsed(), List.of(this::edge, this::delay, this::loop, this::bill));
            case "split" ->
                    against(split(), List.of(this::edge, this::delay, this::loop, this::bill));
            case "loop" -> against(collapsed(), List.of(this::delay, this::loop));
            case "split-loop" -> against(split(), List.of(this::delay, this::loop));
            case "bills" -> against(collapsed(), List.of(this::bill));
            case "memory" -> against(split(), List.of(this::memory));
            default -> throw new IllegalArgumentException("there is no bench called " + bench);
        }
    }

    /** Whatever programs write goes all the way: nothing is left away before it is sent. */
    private void executions() {
        Path code = folder.resolve("code");
        if (!NativeAgents.install(code)) {
            new Report("executions").put("skipped", "there is no C compiler on the path").print();
            return;
        }
        Map<String, String> worker =
                Map.of(
                        "JOCH_WORKER_CODE",
                        code.toString(),
                        "JOCH_WORKER_CONCURRENCY",
                        "" + AGENTS,
                        "JOCH_WORKER_LOG_MOST_BYTES",
                        "1000000000");
        try (Shape shape = new CollapsedShape(folder.resolve("executions"), worker)) {
            against(shape, FirstInstruction.class, seconds);
            against(shape, LogFlow.class, "200");
        }
        try (SplitShape shape = SplitShape.withWorker(folder.resolve("split-executions"), worker)) {
            against(shape, WorkerMemory.class, "" + shape.worker(), code.toString(), "" + AGENTS);
        }
    }

    private Shape collapsed() {
        return new CollapsedShape(folder.resolve("collapsed-" + ++shapes));
    }

    private Shape split() {
        return new SplitShape(folder.resolve("split-" + ++shapes));
    }

    private static void against(Shape shape, List<Consumer<Shape>> benches) {
        try (shape) {
            benches.forEach(bench -> bench.accept(shape));
        }
    }

    private void edge(Shape shape) {
        against(shape, ApplyPipeline.class, "64", seconds);
        against(shape, WatchDelay.class, "1000", "500", seconds);
    }

    private void delay(Shape shape) {
        against(shape, CommitToReconciler.class, shape.controllerMetrics(), "50", seconds);
    }

    private void loop(Shape shape) {
        against(shape, ControlLoop.class, "" + Integer.getInteger("bench.agents", 10_000), seconds);
    }

    private void bill(Shape shape) {
        against(shape, BillRefresh.class, "100");
    }

    private void memory(Shape shape) {
        against(
                shape,
                ControllerMemory.class,
                shape.controllerMetrics(),
                "" + shape.controllers(),
                "" + Integer.getInteger("bench.agents", 20_000));
    }

    private void against(Shape shape, Class<?> bench, String... arguments) {
        List<String> flags =
                List.of(
                        "-Xmx512m",
                        "-Dbench.servers="
                                + shape.servers().stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(",")),
                        "-Dbench.postgres=" + shape.postgres());
        List<String> all =
                new ArrayList<>(List.of(shape.name(), shape.grpc(), shape.tokenFile().toString()));
        all.addAll(List.of(arguments));
        program(bench, flags, all.toArray(String[]::new));
    }

    private void program(Class<?> bench, List<String> flags, String... arguments) {
        Path log = folder.resolve(bench.getSimpleName() + ".log");
        try (ChildProcess process =
                ChildProcess.start(Programs.bench(bench, flags).with(arguments), log)) {
            int status = process.awaitEnd(LONGEST);
            process.text()
                    .lines()
                    .filter(line -> line.startsWith("{"))
                    .forEach(System.out::println);
            if (status != 0) {
                throw new IllegalStateException(process.name() + " failed:\n" + process.tail());
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
