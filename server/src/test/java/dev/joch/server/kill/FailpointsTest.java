package dev.joch.server.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.service.failpoint.Failpoint;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every failpoint stands in the code of a service, has its other half, and is a place where some
 * test lets a process die. Those tests fail by themselves when a process does not die there; this
 * one reads the sources and sees to it that none is left out.
 */
class FailpointsTest {

    private static final int LEAST = 40;

    /**
     * What has no other half. The spans and lines of a call are durable before its answer, and what
     * comes after is the caller's. The export has no commit of its own before it has sent.
     */
    private static final Set<String> ALONE =
            Set.of("TRACE_ANSWER_BEFORE", "TRACE_EXPORT_COMMIT_AFTER");

    private static final String COMMIT = "connection.commit();";

    private static final String HIT = ".hit();";

    /** Lines before and behind a commit among which the pair stands. */
    private static final int NEAR = 4;

    private static final int SOON = 6;

    /**
     * How many commits stand without a pair around them, and why. May only become fewer.
     *
     * <ul>
     *   <li>{@code Intake}, {@code WorkStore}: the pair stands around the call
     *   <li>{@code TenantSession}: of what has only read, or is done again
     *   <li>{@code SqliteFile}: of tables, and of a file that has one process of its own
     * </ul>
     */
    private static final Map<String, Integer> WITHOUT =
            Map.of(
                    "libs/events/src/main/java/dev/joch/events/intake/Intake.java", 1,
                    "services/controller-manager/src/main/java/dev/joch/controllermanager/queue/WorkStore.java",
                            1,
                    "libs/service/src/main/java/dev/joch/service/database/TenantSession.java", 1,
                    "services/resource-store/src/main/java/dev/joch/resourcestore/store/SqliteFile.java",
                            2);

    private static final String BEFORE = "_BEFORE";
    private static final String AFTER = "_AFTER";

    /** By which a test takes all places that begin with a word. */
    private static final Pattern WORD = Pattern.compile("(!\\s*)?starts\\(place, \"([A-Z_]+)\"\\)");

    private final Path root = Path.of(System.getProperty("joch.root", ".."));

    @Test
    void thereAreEnough() {
        assertThat(Failpoint.values()).hasSizeGreaterThanOrEqualTo(LEAST);
    }

    @Test
    void everyOneStandsInTheCode() {
        List<String> code = sources("main", text -> text.contains("Failpoint."));
        assertThat(names()).allMatch(name -> code.stream().anyMatch(text -> names(text, name)));
    }

    @Test
    void everyOneHasItsOtherHalf() {
        List<String> names = names();
        assertThat(names)
                .filteredOn(name -> !ALONE.contains(name))
                .allMatch(name -> names.contains(otherHalf(name)));
        assertThat(names).containsAll(ALONE);
    }

    @Test
    void everyCommitHasAPairAroundIt() {
        Map<String, Integer> without = new TreeMap<>();
        sources("main")
                .forEach((file, text) -> {
                    List<String> lines = text.lines().toList();
                    for (int i = 0; i < lines.size(); i++) {
                        if (lines.get(i).contains(COMMIT)
                                && !(hit(lines, i - NEAR, i) && hit(lines, i + 1, i + SOON))) {
                            without.merge(file, 1, Integer::sum);
                        }
                    }
                });
        assertThat(without).isEqualTo(WITHOUT);
    }

    private static boolean hit(List<String> lines, int from, int to) {
        return lines.subList(Math.max(0, from), Math.min(lines.size(), to)).stream()
                .anyMatch(line -> line.contains(HIT));
    }

    @Test
    void someTestLetsAProcessDieAtEveryOne() {
        List<String> tests = sources("test", FailpointsTest::kills);
        List<String> words = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (String test : tests) {
            Matcher word = WORD.matcher(test);
            while (word.find()) {
                (word.group(1) == null ? words : without).add(word.group(2));
            }
        }
        assertThat(names())
                .allMatch(name ->
                        tests.stream().anyMatch(text -> names(text, name))
                                || (words.stream().anyMatch(name::startsWith)
                                        && without.stream().noneMatch(name::startsWith)));
    }

    /** By itself, or by somebody whom it asks to. */
    private static boolean kills(String test) {
        return Stream.of("JOCH_FAILPOINTS", "trial.places(", "plane.startDoomed(", "dies(")
                .anyMatch(test::contains);
    }

    private static String otherHalf(String name) {
        return name.endsWith(BEFORE)
                ? name.substring(0, name.length() - BEFORE.length()) + AFTER
                : name.substring(0, name.length() - AFTER.length()) + BEFORE;
    }

    private static List<String> names() {
        return Arrays.stream(Failpoint.values()).map(Failpoint::name).toList();
    }

    private static boolean names(String text, String name) {
        return Pattern.compile("\\b" + name + "\\b").matcher(text).find();
    }

    private List<String> sources(String sort, Predicate<String> which) {
        return sources(sort).values().stream().filter(which).toList();
    }

    /** Texts of all Java files of that sort by their paths, those of failpoints left out. */
    private Map<String, String> sources(String sort) {
        Map<String, String> texts = new TreeMap<>();
        for (String part : List.of("libs", "services", "server")) {
            try (Stream<Path> files = Files.walk(root.resolve(part))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> file.toString().contains("/src/" + sort + "/java/"))
                        .filter(file -> !file.toString().contains("/failpoint/"))
                        .filter(file -> !file.endsWith("FailpointsTest.java"))
                        .forEach(file -> texts.put(root.relativize(file).toString(), text(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return texts;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
