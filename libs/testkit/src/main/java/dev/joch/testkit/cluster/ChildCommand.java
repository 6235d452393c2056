package dev.joch.testkit.cluster;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a process is started.
 *
 * @param name for log files and messages
 * @param program the words before the arguments
 * @param arguments what the program gets
 * @param environment added to the test's own environment
 */
public record ChildCommand(
        String name,
        List<String> program,
        List<String> arguments,
        Map<String, String> environment) {

    private static final List<String> SMALL =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xss512k",
                    "-XX:MaxMetaspaceSize=192m",
                    "-XX:+ExitOnOutOfMemoryError",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    /** How this JVM starts, as far as the processes that it starts should do alike. */
    private static final List<String> ALIKE =
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(flag ->
                            flag.contains("MetaspaceSize=")
                                    || flag.contains("DiagnosticVMOptions")
                                    || flag.contains("BytecodeVerification"))
                    .toList();

    public ChildCommand {
        if (name.isBlank() || program.isEmpty()) {
            throw new IllegalArgumentException("a process has a name and a program");
        }
        program = List.copyOf(program);
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /** Any program. */
    public static ChildCommand program(String name, List<String> words) {
        return new ChildCommand(name, words, List.of(), Map.of());
    }

    /**
     * A JVM of the test's own version on the test's own class path, without its test classes: what
     * runs is what is shipped.
     */
    public static ChildCommand java(String name, String mainClass, int heapMegabytes) {
        return java(name, mainClass, heapMegabytes, mainClassPath());
    }

    /** A JVM of the test's own version on that class path. */
    public static ChildCommand java(
            String name, String mainClass, int heapMegabytes, String classPath) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(SMALL);
        words.addAll(ALIKE);
        words.add("-Xmx" + heapMegabytes + "m");
        words.add("-cp");
        words.add(classPath);
        words.add(mainClass);
        return program(name, words);
    }

    /** The class path of this JVM without folders of test classes. */
    public static String mainClassPath() {
        return classPathWithout(List.of());
    }

    /**
     * The class path of this JVM without folders of test classes and without these modules, be they
     * jars or folders of classes.
     *
     * @param modules words of which one is in the path of each entry to leave out
     */
    public static String classPathWithout(List<String> modules) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes"))
                .filter(entry -> modules.stream().noneMatch(entry::contains))
                .filter(entry -> Files.exists(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    public ChildCommand with(String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return new ChildCommand(name, program, all, environment);
    }

    /** A flag for the program itself, before everything else. */
    public ChildCommand flag(String flag) {
        List<String> words = new ArrayList<>(program);
        words.add(1, flag);
        return new ChildCommand(name, words, arguments, environment);
    }

    public ChildCommand env(String key, String value) {
        return env(Map.of(key, value));
    }

    public ChildCommand env(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(more);
        return new ChildCommand(name, program, arguments, all);
    }

    List<String> words() {
        List<String> all = new ArrayList<>(program);
        all.addAll(arguments);
        return all;
    }
}
