package dev.joch.adapter.javascript;

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
final class JavaScriptSuiteTest {

    private static final Duration MOST = Duration.ofMinutes(3);

    @Test
    void theSuiteInJavaScriptPasses() {
        Assumptions.assumeTrue(onPath("node"), "node is not on the path");
        ChildCommand command =
                ChildCommand.program(
                        "node", List.of("node", "--test", "src/test/javascript/runtime.test.mjs"));
        try (ChildProcess suite = ChildProcess.start(command, Path.of("target", "suite.log"))) {
            assertThat(suite.awaitEnd(MOST)).as(suite.tail()).isZero();
            assertThat(suite.text()).containsPattern("pass [1-9]");
        }
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
