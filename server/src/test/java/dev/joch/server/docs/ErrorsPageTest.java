package dev.joch.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;

import dev.joch.admission.review.Reason;
import dev.joch.cli.problem.Failure;
import dev.joch.resource.text.DecodeReason;
import dev.joch.server.JochClasses;
import dev.joch.service.problem.Problem;
import dev.joch.service.problem.RemoteProblem;

import io.grpc.Status;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code docs/errors.md} has a line for every reason and none for anything else.
 *
 * <p>Problems are found on the class path and made with facts that mean nothing, so a new record is
 * seen without being named here. Reasons that are arguments are read out of the sources.
 */
class ErrorsPageTest {

    private static final Path ROOT = Path.of(System.getProperty("joch.root", ".."));

    /** Sections by the package whose problems they list; the first that fits counts. */
    private static final Map<String, String> SECTIONS = sections();

    private static final Pattern ROW = Pattern.compile("\\| `([A-Z0-9_]+)` \\|(.*)\\|");
    private static final Pattern TRANSPORT =
            Pattern.compile("RestProblem\\.Transport\\(\\s*bad,\\s*\"([A-Z_]+)\"");
    private static final Pattern LOCAL =
            Pattern.compile(
                    "(?:Failure\\.Local|FailureException\\.local|setReason)\\(\\s*\"([A-Z_]+)\"");

    private static Map<String, String> sections() {
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("dev.joch.service.identity", "Between services");
        sections.put("dev.joch.service", "Every service");
        sections.put("dev.joch.agbom", "agbom");
        sections.put("dev.joch.compiler", "compiler");
        sections.put("dev.joch.policyengine", "policy engine");
        sections.put("dev.joch.resourcestore", "resource-store");
        sections.put("dev.joch.scheduler", "scheduler");
        sections.put("dev.joch.trace", "trace");
        sections.put("dev.joch.worker", "worker");
        sections.put("dev.joch.runtime", "runtimes");
        sections.put("dev.joch.apiserver", "apiserver");
        return sections;
    }

    @TestFactory
    Stream<DynamicTest> everyReasonHasItsLine() {
        Map<String, Map<String, String>> expected = new TreeMap<>();
        for (Problem problem : problems()) {
            expected.computeIfAbsent(section(problem), name -> new TreeMap<>())
                    .put(problem.reason(), statuses(problem.code(), problem.reason()));
        }
        for (String reason : literals("services/apiserver", TRANSPORT)) {
            expected.computeIfAbsent("apiserver", name -> new TreeMap<>())
                    .put(reason, statuses(Status.Code.INVALID_ARGUMENT, reason));
        }
        assertThat(expected.keySet()).containsExactlyInAnyOrderElementsOf(SECTIONS.values());
        return expected.entrySet().stream()
                .map(section ->
                        DynamicTest.dynamicTest(
                                section.getKey(),
                                () ->
                                        assertThat(statusesOf(section.getKey()))
                                                .containsExactlyInAnyOrderEntriesOf(
                                                        section.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> everyDiagnosticHasItsLine() {
        return Stream.of(
                listed("Text", Stream.of(DecodeReason.values()).map(Enum::name).toList()),
                listed("admission", Stream.of(Reason.values()).map(Enum::name).toList()),
                listed(
                        "compile",
                        Stream.of(dev.joch.compiler.agent.Reason.values())
                                .map(Enum::name)
                                .toList()),
                listed("Command line", failures()));
    }

    private static DynamicTest listed(String section, List<String> reasons) {
        return DynamicTest.dynamicTest(
                section,
                () ->
                        assertThat(rows(section).keySet())
                                .containsExactlyInAnyOrderElementsOf(new TreeSet<>(reasons)));
    }

    /** One of every kind of problem, and one for each word where a problem has several. */
    private static List<Problem> problems() {
        List<Problem> all =
                JochClasses.all().stream()
                        .filter(type -> type.isAssignableTo(Problem.class))
                        .filter(JavaClass::isRecord)
                        .map(JavaClass::reflect)
                        .filter(type -> type != RemoteProblem.class)
                        .filter(type -> !Specimens.tells(type, "reason"))
                        .flatMap(type -> Specimens.of(type).stream())
                        .map(Problem.class::cast)
                        .toList();
        assertThat(all).hasSizeGreaterThan(60);
        return all;
    }

    private static List<String> failures() {
        List<String> reasons = new ArrayList<>(literals("cli", LOCAL));
        Arrays.stream(Failure.class.getPermittedSubclasses())
                .filter(type -> !Specimens.tells(type, "reason"))
                .flatMap(type -> Specimens.of(type).stream())
                .map(failure -> ((Failure) failure).reason())
                .forEach(reasons::add);
        return reasons;
    }

    private static String section(Problem problem) {
        String name = problem.getClass().getName();
        return SECTIONS.entrySet().stream()
                .filter(section -> name.startsWith(section.getKey() + "."))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/errors.md has no section for " + name));
    }

    /** As the columns have it: gRPC, HTTP. */
    private static String statuses(Status.Code code, String reason) {
        try {
            Method of =
                    Class.forName("dev.joch.apiserver.rest.HttpStatuses")
                            .getDeclaredMethod("of", Status.Code.class, String.class);
            of.setAccessible(true);
            return code.name() + " " + of.invoke(null, code, reason);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> statusesOf(String section) {
        Map<String, String> statuses = new TreeMap<>();
        rows(section)
                .forEach(
                        (reason, cells) -> statuses.put(reason, cells.get(0) + " " + cells.get(1)));
        return statuses;
    }

    private static Map<String, List<String>> rows(String section) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        String text = read(ROOT.resolve("docs/errors.md"));
        String part = text.substring(text.indexOf("## " + section + "\n") + 3).split("\n## ", 2)[0];
        ROW.matcher(part)
                .results()
                .forEach(row -> {
                    List<String> cells =
                            Stream.of(row.group(2).split("\\|")).map(String::strip).toList();
                    assertThat(cells).as(row.group(1)).hasSizeGreaterThan(1).doesNotContain("");
                    assertThat(rows.put(row.group(1), cells)).as(row.group(1)).isNull();
                });
        return rows;
    }

    private static List<String> literals(String module, Pattern pattern) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> pattern.matcher(read(file)).results())
                    .map((MatchResult found) -> found.group(1))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
