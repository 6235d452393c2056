package dev.joch.worker.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.joch.worker.launch.Interpreters;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

@Execution(ExecutionMode.CONCURRENT)
final class AdapterConformanceTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "custom-java,sh",
        "custom-python,python3",
        "custom-javascript,node",
        "custom-typescript,node"
    })
    void theAdaptersThatComeWithJochPass(String framework, String program)
            throws IOException, InterruptedException {
        Assumptions.assumeTrue(onPath(program), program + " is not on the path");
        List<Line> lines =
                new AdapterConformance(folder, new Interpreters("python3", "node"))
                        .verify(framework);
        assertThat(lines)
                .hasSize(13)
                .allSatisfy(line -> assertThat(line.passed()).as(line.text()).isTrue());
        assertThat(lines.getFirst().text())
                .isEqualTo("pass  the agent starts and returns its output");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void anAdapterThatCannotRunFailsInEveryLine() throws IOException, InterruptedException {
        List<Line> lines =
                new AdapterConformance(folder, new Interpreters("no-such-python", "node"))
                        .verify("custom-python");
        assertThat(lines).allSatisfy(line -> assertThat(line.passed()).as(line.text()).isFalse());
    }

    @Test
    void whatHasNoSuiteIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new AdapterConformance(folder, new Interpreters("python3", "node"))
                                .verify("custom-cobol"));
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }
}
