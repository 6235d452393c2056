package dev.joch.worker.conformance;

import dev.joch.worker.launch.Interpreters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The suite as a program: one line a check, and an exit status that says whether all passed. */
public final class VerifyAdapter {

    private VerifyAdapter() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 1 || !AdapterConformance.frameworks().contains(arguments[0])) {
            System.err.println(
                    "usage: verify-adapter FRAMEWORK, one of "
                            + String.join(", ", AdapterConformance.frameworks()));
            System.exit(2);
            return;
        }
        Path scratch = Files.createTempDirectory("joch-verify-");
        List<Line> lines =
                new AdapterConformance(scratch, new Interpreters("python3", "node"))
                        .verify(arguments[0]);
        lines.forEach(line -> System.out.println(line.text()));
        Files.deleteIfExists(scratch);
        System.exit(lines.stream().allMatch(Line::passed) ? 0 : 1);
    }
}
