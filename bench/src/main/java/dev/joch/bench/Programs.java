package dev.joch.bench;

import dev.joch.testkit.cluster.ChildCommand;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Programs on this class path. */
final class Programs {

    /** As `bin/joch-server` and `bin/joch-service` start them. */
    private static final List<String> SERVICE_FLAGS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xmx" + System.getProperty("bench.heap", "256m"),
                    "-XX:+ExitOnOutOfMemoryError",
                    "--enable-native-access=ALL-UNNAMED");

    private Programs() {}

    static ChildCommand service(String name, String mainClass) {
        List<String> flags = new ArrayList<>(SERVICE_FLAGS);
        String more = System.getProperty("bench.serverOptions", "");
        if (!more.isEmpty()) {
            flags.addAll(List.of(more.replace("%n", name).split("[ @]+")));
        }
        return java(name, flags, modules(name), mainClass);
    }

    /** Lets a service show its metrics on that port. */
    static Map<String, String> metrics(int port) {
        return Map.of(
                "JOCH_TELEMETRY_PROMETHEUS_HOST",
                "127.0.0.1",
                "JOCH_TELEMETRY_PROMETHEUS_PORT",
                "" + port);
    }

    static String metricsAddress(int port) {
        return "http://127.0.0.1:" + port + "/metrics";
    }

    static ChildCommand bench(Class<?> program, List<String> flags) {
        List<String> all = new ArrayList<>(flags);
        all.add("-Dbench.warmUp=" + Integer.getInteger("bench.warmUp", 25));
        return java(
                program.getSimpleName(),
                all,
                System.getProperty("java.class.path"),
                program.getName());
    }

    /** A service alone has no other service beside it. */
    private static String modules(String name) {
        List<String> others = new ArrayList<>();
        if (!name.equals("collapsed")) {
            for (String other :
                    List.of(
                            "resource-store",
                            "policy-engine",
                            "admission",
                            "compiler",
                            "agbom",
                            "controller-manager",
                            "scheduler",
                            "trace",
                            "worker",
                            "apiserver",
                            "server",
                            "bench")) {
                if (!other.equals(name)) {
                    others.add("/joch-" + other + "-");
                }
            }
        }
        return ChildCommand.classPathWithout(others);
    }

    private static ChildCommand java(
            String name, List<String> flags, String classPath, String mainClass) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(flags);
        words.addAll(List.of("-cp", classPath, mainClass));
        return ChildCommand.program(name, words);
    }
}
