package dev.joch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Agents that cost nothing themselves: one program in C under three names, built where the bench
 * runs. What is measured is what Joch adds.
 */
final class NativeAgents {

    static final String NAMESPACE = "bench-runs";

    /** Ends at once; its output has the time of its first instruction. */
    static final String STAMP = "stamp";

    /** Writes as many bytes of lines as its input says; its output has the time of the first. */
    static final String FLOOD = "flood";

    /** Sleeps until it is made to end. */
    static final String SLEEP = "sleep";

    private static final List<String> NAMES = List.of(STAMP, FLOOD, SLEEP);

    /** The clock is that of System.nanoTime on Linux. */
    private static final String SOURCE =
            """
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <time.h>
            #include <unistd.h>

            static long long now(void) {
              struct timespec t;
              clock_gettime(CLOCK_MONOTONIC, &t);
              return t.tv_sec * 1000000000LL + t.tv_nsec;
            }

            static long long wanted(void) {
              static char input[65536];
              FILE *in = fopen(getenv("JOCH_INPUT_FILE"), "r");
              size_t length = fread(input, 1, sizeof input - 1, in);
              input[length] = 0;
              fclose(in);
              char *text = strstr(input, "\\"text\\"");
              return text ? atoll(text + strcspn(text, "0123456789")) : 0;
            }

            static char lines[1 << 20];

            /* Written again and again: to make them must not cost what is measured. */
            static void prepare(void) {
              size_t size = 0;
              for (unsigned number = 0; size + 160 < sizeof lines; number++) {
                unsigned mixed = number * 2654435761u;
                size += sprintf(lines + size,
                  "2026-01-01T00:00:%02u INFO worker-%u step %u of %08x took %u ms, went on\\n",
                  number / 1000 % 60, mixed % 97, number, mixed, mixed % 1009);
              }
              memset(lines + size, '.', sizeof lines - size);
              lines[sizeof lines - 1] = '\\n';
            }

            static int flood(long long left) {
              while (left > 0) {
                size_t size = left < (long long) sizeof lines ? (size_t) left : sizeof lines;
                for (size_t from = 0; from < size;) {
                  ssize_t written = write(1, lines + from, size - from);
                  if (written < 0) return 1;
                  from += written;
                }
                left -= size;
              }
              return 0;
            }

            int main(int count, char **words) {
              long long at = now();
              if (strstr(words[0], "/sleep")) for (;;) pause();
              if (strstr(words[0], "/flood")) {
                long long bytes = wanted();
                prepare();
                at = now();
                if (flood(bytes)) return 1;
              }
              FILE *out = fopen(getenv("JOCH_OUTPUT_FILE"), "w");
              fprintf(out, "{\\"at\\":\\"%lld\\",\\"end\\":\\"%lld\\"}", at, now());
              return fclose(out);
            }
            """;

    private NativeAgents() {}

    /** Puts the programs where workers look for code; false when nothing here compiles C. */
    static boolean install(Path code) {
        try {
            Files.createDirectories(code);
            Path source = Files.writeString(code.resolve("agent.c"), SOURCE);
            Path program = code.resolve(STAMP);
            if (!compiled(source, program, true) && !compiled(source, program, false)) {
                return false;
            }
            for (String other : List.of(FLOOD, SLEEP)) {
                Files.copy(program, code.resolve(other));
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without libraries to be loaded the first instruction is nearly that of the kernel's word. */
    private static boolean compiled(Path source, Path program, boolean alone) throws IOException {
        String compiler = compiler();
        if (compiler.isEmpty()) {
            return false;
        }
        List<String> words = new ArrayList<>(List.of(compiler, "-O1"));
        if (alone) {
            words.add("-static");
        }
        words.addAll(List.of("-o", program.toString(), source.toString()));
        try {
            return new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(source.resolveSibling("agent.log").toFile())
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String compiler() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .flatMap(folder -> Stream.of("cc", "gcc").map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
    }

    /** The agents and what they refer to. */
    static List<String> records() {
        List<String> documents = new ArrayList<>();
        documents.add(
                """
                apiVersion: joch.dev/v1alpha1
                kind: FrameworkAdapter
                metadata: { name: bench-command }
                spec:
                  framework: command
                  capabilities: { toolBinding: true, modelRouterBinding: true }
                """);
        documents.add(
                """
                apiVersion: model.joch.dev/v1alpha1
                kind: Model
                metadata: { name: bench-runs }
                spec:
                  provider: openai
                  model: gpt-5-mini
                  endpoint: { type: hosted }
                  capabilities: { text: true, toolCalling: true }
                  limits: { contextWindowTokens: 200000 }
                """);
        documents.add(
                """
                apiVersion: model.joch.dev/v1alpha1
                kind: ModelRoute
                metadata: { name: bench, namespace: %s }
                spec:
                  strategy: { primary: "openai:bench-runs" }
                """
                        .formatted(NAMESPACE));
        for (String name : NAMES) {
            documents.add(
                    """
                    apiVersion: joch.dev/v1alpha1
                    kind: Agent
                    metadata: { name: %s, namespace: %s, labels: { owner: bench } }
                    spec:
                      framework: { adapterRef: { name: bench-command }, entrypoint: %s }
                      modelRoute: { routeRef: { name: bench } }
                    """
                            .formatted(name, NAMESPACE, name));
        }
        return documents;
    }
}
