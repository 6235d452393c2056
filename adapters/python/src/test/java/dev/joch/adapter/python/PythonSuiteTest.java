package dev.joch.adapter.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.ChildProcess;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The suite of the library in its own language, where that is there. */
final class PythonSuiteTest {

    private static final Duration MOST = Duration.ofMinutes(3);

    @Test
    void theSuiteInPythonPasses() {
        Assumptions.assumeTrue(onPath("python3"), "python3 is not on the path");
        ChildCommand command =
                ChildCommand.program(
                                "python",
                                List.of(
                                        "python3",
                                        "-m",
                                        "unittest",
                                        "discover",
                                        "-s",
                                        "src/test/python"))
                        .env("PYTHONPATH", Path.of("src/main/python").toAbsolutePath().toString())
                        .env("PYTHONDONTWRITEBYTECODE", "1");
        try (ChildProcess suite = ChildProcess.start(command, Path.of("target", "suite.log"))) {
            assertThat(suite.awaitEnd(MOST)).as(suite.tail()).isZero();
            assertThat(suite.text()).containsPattern("Ran [1-9]\\d* tests");
        }
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
