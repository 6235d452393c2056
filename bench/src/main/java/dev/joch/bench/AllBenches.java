package dev.joch.bench;

import dev.joch.testkit.cluster.ChildProcess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs every bench against servers that it starts itself, one after the other, and prints their
 * lines.
 *
 * <p>Arguments: seconds per round (10), then the benches to run: {@code store}, {@code window},
 * {@code collapsed}, {@code split}; all of them when none is named.
 */
public final class AllBenches {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Path folder;
    private final String seconds;

    private AllBenches(Path folder, String seconds) {
        this.folder = folder;
        this.seconds = seconds;
    }

    public static void main(String[] args) throws IOException {
        List<String> wanted =
                args.length > 1
                        ? Arrays.asList(args).subList(1, args.length)
                        : List.of("store", "window", "collapsed", "split");
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
            case "collapsed" -> {
                try (Shape shape = new CollapsedShape(folder.resolve("collapsed"))) {
                    against(shape);
                }
            }
            case "split" -> {
                try (Shape shape = new SplitShape(folder.resolve("split"))) {
                    against(shape);
                }
            }
            default -> throw new IllegalArgumentException("there is no bench called " + bench);
        }
    }

    private void against(Shape shape) {
        List<String> flags =
                List.of(
                        "-Xmx512m",
                        "-Dbench.servers="
                                + shape.servers().stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(",")),
                        "-Dbench.postgres=" + shape.postgres());
        String token = shape.tokenFile().toString();
        program(ApplyPipeline.class, flags, shape.name(), shape.grpc(), token, "64", seconds);
        program(WatchDelay.class, flags, shape.name(), shape.grpc(), token, "1000", "500", seconds);
        program(ControlLoop.class, flags, shape.name(), shape.grpc(), token, "10000", seconds);
        program(BillRefresh.class, flags, shape.name(), shape.grpc(), token, "100");
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
