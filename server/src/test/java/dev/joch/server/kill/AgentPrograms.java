package dev.joch.server.kill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs of agents that live on this machine, known by what they were started with. */
final class AgentPrograms {

    private static final Path PROC = Path.of("/proc");
    private static final Pattern RUN = Pattern.compile("\0JOCH_EXECUTION_UID=([^\0]*)\0");
    private static final Pattern ATTEMPT = Pattern.compile("\0JOCH_ATTEMPT=([^\0]*)\0");

    private final String mark;

    /**
     * @param code folder that their code is in
     */
    AgentPrograms(Path code) {
        this.mark = "\0JOCH_CODE_DIR=" + code + "\0";
    }

    /** Attempts of runs of which a process is alive. */
    Set<Attempt> alive() {
        Set<Attempt> alive = new HashSet<>();
        try (Stream<Path> processes = Files.list(PROC)) {
            processes
                    .filter(folder -> folder.getFileName().toString().matches("\\d+"))
                    .map(AgentPrograms::environment)
                    .filter(environment -> environment.contains(mark))
                    .forEach(environment -> {
                        Matcher run = RUN.matcher(environment);
                        Matcher attempt = ATTEMPT.matcher(environment);
                        if (run.find() && attempt.find()) {
                            alive.add(
                                    new Attempt(run.group(1), Integer.parseInt(attempt.group(1))));
                        }
                    });
        } catch (IOException e) {
            throw new AssertionError("processes cannot be counted on this machine", e);
        }
        return alive;
    }

    private static String environment(Path process) {
        try {
            return "\0"
                    + new String(
                            Files.readAllBytes(process.resolve("environ")),
                            StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // it has ended
            return "";
        }
    }

    record Attempt(String run, int number) {}
}
